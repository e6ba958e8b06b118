// CUDA's runtime headers without its compiler: a host compiler needs only to have their marks taken away. Used where the runtime comes
// alone, as beside Python's torch; the real file of this name belongs to the compiler's package.
#pragma once

#define CUDARTAPI
#define CUDARTAPI_CDECL
#define __host__
#define __device__
#define __device_builtin__
#define __device_builtin_surface_type__
#define __device_builtin_texture_type__
#define __cudart_builtin__
#define __specialization_static
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __builtin_align__(bytes) __align__(bytes)
