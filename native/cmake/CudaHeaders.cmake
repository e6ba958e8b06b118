# find_cuda_headers(FOUND DIRS): the first folder of CUDA's headers with which libtorch's own headers of CUDA compile.
#
# Only headers are needed: no nvcc, no library. Those of the runtime that Python's torch brings along are of its version, so they come
# first; they lack the compiler's two files, for which native/cuda_host has replacements.
include(CheckCXXSourceCompiles)

function(find_cuda_headers found_variable dirs_variable)
    set(${found_variable} FALSE PARENT_SCOPE)
    set(${dirs_variable} "" PARENT_SCOPE)
    if(NOT LUCIOLE_TORCH_DEVICE_LIBRARY MATCHES "torch_cuda" OR Torch_VERSION VERSION_LESS 2.0)
        return()
    endif()
    get_filename_component(torch_lib "${LUCIOLE_TORCH_DEVICE_LIBRARY}" DIRECTORY)
    get_filename_component(packages "${torch_lib}/../.." ABSOLUTE)
    get_filename_component(environment "${packages}/../../.." ABSOLUTE)
    file(GLOB wheels "${packages}/nvidia/cu[0-9]*/include" "${packages}/nvidia/cuda_runtime/include")
    file(GLOB toolkits /usr/local/cuda/include /opt/cuda/include /usr/local/cuda-*/include)
    set(candidates ${wheels} $ENV{CUDA_HOME}/include $ENV{CUDA_PATH}/include
        "${environment}/targets/${CMAKE_SYSTEM_PROCESSOR}-linux/include" "${environment}/include" ${toolkits} /usr/include)

    foreach(candidate IN LISTS candidates)
        if(NOT EXISTS "${candidate}/cuda_runtime_api.h")
            continue()
        endif()
        set(dirs "${candidate}")
        if(NOT EXISTS "${candidate}/crt/host_defines.h")
            list(APPEND dirs "${CMAKE_SOURCE_DIR}/cuda_host")
        endif()
        set(CMAKE_REQUIRED_INCLUDES ${dirs} ${TORCH_INCLUDE_DIRS})
        set(CMAKE_REQUIRED_FLAGS "${TORCH_CXX_FLAGS}")
        set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
        string(MAKE_C_IDENTIFIER "LUCIOLE_CUDA_HEADERS_${dirs}" compiles)
        check_cxx_source_compiles("
            #include <ATen/cuda/CUDAGraph.h>
            #include <c10/cuda/CUDACachingAllocator.h>
            at::cuda::CUDAGraph* make() { return new at::cuda::CUDAGraph(); }
            int64_t count() { return c10::cuda::CUDACachingAllocator::getDeviceStats(0).allocated_bytes[0].peak; }" ${compiles})
        if(${compiles})
            message(STATUS "CUDA's headers: ${candidate}")
            set(${found_variable} TRUE PARENT_SCOPE)
            set(${dirs_variable} "${dirs}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(STATUS "CUDA's headers were not found, or do not fit this libtorch: graphs and the counts of GPU memory are left out")
endfunction()
