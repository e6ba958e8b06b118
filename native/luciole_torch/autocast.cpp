#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "error.h"

namespace {

// One function for every device from 2.4 on; before, one for each.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)

bool enabled(c10::DeviceType device) {
    return at::autocast::is_autocast_enabled(device);
}

at::ScalarType type(c10::DeviceType device) {
    return at::autocast::get_autocast_dtype(device);
}

void set(c10::DeviceType device, bool on, at::ScalarType type) {
    at::autocast::set_autocast_dtype(device, type);
    at::autocast::set_autocast_enabled(device, on);
}

#else

bool enabled(c10::DeviceType device) {
    return device == c10::DeviceType::CUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}

at::ScalarType type(c10::DeviceType device) {
    return device == c10::DeviceType::CUDA ? at::autocast::get_autocast_gpu_dtype() : at::autocast::get_autocast_cpu_dtype();
}

void set(c10::DeviceType device, bool on, at::ScalarType type) {
    if (device == c10::DeviceType::CUDA) {
        at::autocast::set_autocast_gpu_dtype(type);
        at::autocast::set_enabled(on);
    } else {
        at::autocast::set_autocast_cpu_dtype(type);
        at::autocast::set_cpu_enabled(on);
    }
}

#endif

}  // namespace

// The scalar type that operators of this thread are cast to on a kind of device, or -1 where they are not.
LT_API int32_t lt_autocast_get(int32_t device_type) {
    auto device = static_cast<c10::DeviceType>(device_type);
    return enabled(device) ? static_cast<int32_t>(type(device)) : -1;
}

// Casts operators of this thread until lt_autocast_leave, which takes what comes back in `before_*`.
LT_API int32_t lt_autocast_enter(int32_t device_type, int32_t scalar_type, int32_t* before_enabled, int32_t* before_type) {
    return luciole::guarded([&] {
        auto device = static_cast<c10::DeviceType>(device_type);
        *before_enabled = enabled(device);
        *before_type = static_cast<int32_t>(type(device));
        set(device, true, static_cast<at::ScalarType>(scalar_type));
        at::autocast::increment_nesting();
    });
}

// The outermost one to leave forgets the cast weights.
LT_API int32_t lt_autocast_leave(int32_t device_type, int32_t before_enabled, int32_t before_type) {
    return luciole::guarded([&] {
        if (at::autocast::decrement_nesting() == 0)
            at::autocast::clear_cache();
        set(static_cast<c10::DeviceType>(device_type), before_enabled != 0, static_cast<at::ScalarType>(before_type));
    });
}

// Whether cast weights are kept for their next use; returns what was before.
LT_API int32_t lt_autocast_cache_set(int32_t keep) {
    auto before = at::autocast::is_autocast_cache_enabled();
    at::autocast::set_autocast_cache_enabled(keep != 0);
    return before;
}
