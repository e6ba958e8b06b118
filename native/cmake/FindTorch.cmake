# find_package(Torch) for every libtorch that the launcher may pick; Torch_DIR names the folder of its TorchConfig.cmake.
#
# A CPU libtorch describes itself (its own TorchConfig.cmake). A CUDA or ROCm one describes itself too, but insists on
# nvcc, a toolkit of the right version and a host compiler that nvcc accepts, though a library that only calls C++
# functions of libtorch needs none of them. For those, and with -DLUCIOLE_PLAIN_TORCH=ON for any, the libraries and
# headers are named here directly. CUDA's own headers, where there are any, are found by CudaHeaders.cmake.
#
# Defines TORCH_LIBRARIES, TORCH_INCLUDE_DIRS, TORCH_CXX_FLAGS, Torch_VERSION and the target `torch`, as the original does.

option(LUCIOLE_PLAIN_TORCH "Name libtorch's headers and libraries directly, for any libtorch" OFF)

get_filename_component(_torch_prefix "${Torch_DIR}/../../.." ABSOLUTE)
find_library(LUCIOLE_TORCH_DEVICE_LIBRARY NAMES torch_cuda torch_hip
    PATHS "${_torch_prefix}/lib" "${_torch_prefix}/lib64" "${_torch_prefix}" NO_DEFAULT_PATH)

if(LUCIOLE_TORCH_DEVICE_LIBRARY OR LUCIOLE_PLAIN_TORCH)
    # Debian keeps TorchConfig.cmake in lib/<architecture>/cmake/Torch, everybody else in share/cmake/Torch.
    if(NOT EXISTS "${_torch_prefix}/include/torch")
        get_filename_component(_torch_prefix "${Torch_DIR}/../../../.." ABSOLUTE)
    endif()
    foreach(_name torch torch_cpu c10)
        find_library(LUCIOLE_LIB_${_name} NAMES ${_name}
            PATHS "${_torch_prefix}/lib" "${_torch_prefix}/lib64" "${_torch_prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE}"
            NO_DEFAULT_PATH)
        if(NOT LUCIOLE_LIB_${_name})
            message(FATAL_ERROR "lib${_name}.so was not found in ${_torch_prefix}/lib, where ${Torch_DIR}/TorchConfig.cmake says it is.")
        endif()
    endforeach()

    set(TORCH_INCLUDE_DIRS "${_torch_prefix}/include" "${_torch_prefix}/include/torch/csrc/api/include")
    # Which of the two C++ ABIs it was compiled with.
    file(STRINGS "${Torch_DIR}/TorchConfig.cmake" _torch_abi REGEX "_GLIBCXX_USE_CXX11_ABI=[01]")
    string(REGEX MATCH "-D_GLIBCXX_USE_CXX11_ABI=[01]" TORCH_CXX_FLAGS "${_torch_abi}")

    add_library(torch SHARED IMPORTED)
    set_target_properties(torch PROPERTIES
        IMPORTED_LOCATION "${LUCIOLE_LIB_torch}"
        INTERFACE_INCLUDE_DIRECTORIES "${TORCH_INCLUDE_DIRS}"
        INTERFACE_COMPILE_OPTIONS "${TORCH_CXX_FLAGS}"
        INTERFACE_LINK_LIBRARIES "${LUCIOLE_LIB_torch_cpu};${LUCIOLE_LIB_c10}"
        # Nothing calls the device library by name: it registers its operators when it is loaded, so it must not be dropped.
        INTERFACE_LINK_OPTIONS "-Wl,--no-as-needed")
    if(LUCIOLE_TORCH_DEVICE_LIBRARY)
        set_property(TARGET torch APPEND PROPERTY INTERFACE_LINK_LIBRARIES "${LUCIOLE_TORCH_DEVICE_LIBRARY}")
        # The allocator of a GPU.
        find_library(LUCIOLE_C10_DEVICE_LIBRARY NAMES c10_cuda c10_hip
            PATHS "${_torch_prefix}/lib" "${_torch_prefix}/lib64" "${_torch_prefix}" NO_DEFAULT_PATH)
        if(LUCIOLE_C10_DEVICE_LIBRARY)
            set_property(TARGET torch APPEND PROPERTY INTERFACE_LINK_LIBRARIES "${LUCIOLE_C10_DEVICE_LIBRARY}")
        endif()
    endif()
    file(STRINGS "${Torch_DIR}/TorchConfigVersion.cmake" _torch_version REGEX "set\\(PACKAGE_VERSION ")
    string(REGEX REPLACE ".*\"([^\"]*)\".*" "\\1" Torch_VERSION "${_torch_version}")
    set(TORCH_LIBRARIES torch)
    set(TORCH_FOUND TRUE)
    set(Torch_FOUND TRUE)
    message(STATUS "libtorch ${Torch_VERSION} named directly: ${_torch_prefix} (device library: ${LUCIOLE_TORCH_DEVICE_LIBRARY})")
else()
    find_package(Torch CONFIG REQUIRED)
endif()
