#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/cuda.h>

#include <cstring>
#include <mutex>
#include <string>

#include "error.h"

namespace {

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
