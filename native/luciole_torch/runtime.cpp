#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <malloc.h>
#include <torch/cuda.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

#include "error.h"

namespace {

// glibc gives every block above a moving threshold back to the kernel on free, so each training step would fault its activations in
// again: about three times slower steps for small images. Blocks below 32 MiB, the highest threshold there is, are kept; larger ones
// come and go, or the heap would be torn into holes (a third more memory for the largest networks). A user's own MALLOC_ settings win.
__attribute__((constructor)) void keep_freed_memory() {
    for (const char* own : {"MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "LUCIOLE_MALLOC_UNTOUCHED"}) {
        if (std::getenv(own))
            return;
    }
    mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 2147483647);
    mallopt(M_TOP_PAD, 64 * 1024 * 1024);
}

int32_t copy_text(const std::string& text, char* buffer, int32_t capacity) {
    if (buffer && capacity > 0) {
        auto length = std::min<size_t>(text.size(), capacity - 1);
        std::memcpy(buffer, text.data(), length);
        buffer[length] = 0;
    }
    return static_cast<int32_t>(text.size());
}

}  // namespace

// Version of the headers this library was built with.
LT_API const char* lt_version() {
    return LUCIOLE_TORCH_VERSION;
}

// libtorch's own description of how it was built; returns its length.
LT_API int32_t lt_build_description(char* buffer, int32_t capacity) {
    return copy_text(at::show_config(), buffer, capacity);
}

LT_API int32_t lt_threads_get() {
    return at::get_num_threads();
}

LT_API int32_t lt_threads_set(int32_t count) {
    return luciole::guarded([&] { at::set_num_threads(count); });
}

LT_API int32_t lt_cuda_device_count() {
    return torch::cuda::is_available() ? static_cast<int32_t>(torch::cuda::device_count()) : 0;
}

LT_API int32_t lt_cuda_synchronize(int32_t device) {
    return luciole::guarded([&] { torch::cuda::synchronize(device); });
}

// Seeds the default generator of the CPU and of every CUDA device.
LT_API int32_t lt_random_seed(uint64_t seed) {
    return luciole::guarded([&] { at::manual_seed(seed); });
}

LT_API int32_t lt_random_state_get(int32_t device_type, int32_t device_index, lt_tensor* state) {
    return luciole::guarded([&] {
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
        std::lock_guard<std::mutex> lock(generator.mutex());
        *state = new at::Tensor(generator.get_state());
    });
}

LT_API int32_t lt_random_state_set(int32_t device_type, int32_t device_index, lt_tensor state) {
    return luciole::guarded([&] {
        auto generator = at::globalContext().defaultGenerator(
            c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(*state);
    });
}
