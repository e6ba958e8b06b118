# Which of c10d's back ends this libtorch has and whose headers are here. Gloo's headers are a package of their own; NCCL's lie beside CUDA's
# or in the folder of Python's nvidia packages. Sets `has_<name>` in the caller's scope, after compiling a file that includes them.
include(CheckCXXSourceCompiles)

function(find_collectives has_gloo has_nccl nccl_headers includes flags)
    set(CMAKE_REQUIRED_INCLUDES ${includes})
    set(CMAKE_REQUIRED_FLAGS "${flags} -std=c++17")
    set(CMAKE_REQUIRED_QUIET ON)
    set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
    set(CMAKE_REQUIRED_DEFINITIONS -DUSE_C10D_GLOO)
    check_cxx_source_compiles("
        #include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
        #include <torch/csrc/distributed/c10d/TCPStore.hpp>
        #include <torch/csrc/distributed/c10d/FileStore.hpp>
        int main() { return 0; }" LUCIOLE_GLOO_COMPILES)
    set(${has_gloo} ${LUCIOLE_GLOO_COMPILES} PARENT_SCOPE)
    set(${has_nccl} FALSE PARENT_SCOPE)
    if(NOT has_cuda_headers OR NOT LUCIOLE_TORCH_DEVICE_LIBRARY)
        return()
    endif()
    get_filename_component(_packages "${TORCH_INCLUDE_DIRS}/../../.." ABSOLUTE)
    find_path(LUCIOLE_NCCL_HEADERS nccl.h HINTS ${cuda_headers} "${_packages}/nvidia/nccl/include" "${_packages}/../nvidia/nccl/include")
    if(NOT LUCIOLE_NCCL_HEADERS)
        return()
    endif()
    set(CMAKE_REQUIRED_INCLUDES ${includes} ${cuda_headers} ${LUCIOLE_NCCL_HEADERS})
    set(CMAKE_REQUIRED_DEFINITIONS -DUSE_C10D_NCCL)
    check_cxx_source_compiles("
        #include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
        int main() { return 0; }" LUCIOLE_NCCL_COMPILES)
    set(${has_nccl} ${LUCIOLE_NCCL_COMPILES} PARENT_SCOPE)
    set(${nccl_headers} ${LUCIOLE_NCCL_HEADERS} PARENT_SCOPE)
endfunction()
