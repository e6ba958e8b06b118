// Streams and events of a GPU through c10's own interface to devices: no header of CUDA is needed, and none of libtorch's that changes.
#include <ATen/core/Tensor.h>
#include <c10/core/Stream.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include "error.h"

namespace {

const c10::impl::DeviceGuardImplInterface& cuda() {
    return *c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA);
}

c10::Device device_of(int32_t index) {
    return {c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(index)};
}

c10::Stream stream_of(int32_t device, int64_t id) {
    return c10::Stream(c10::Stream::UNSAFE, device_of(device), id);
}

}  // namespace

// Whether this libtorch was built for CUDA, whatever the machine has.
LT_API int32_t lt_cuda_built() {
    return c10::impl::hasDeviceGuardImpl(c10::DeviceType::CUDA);
}

LT_API int32_t lt_cuda_device_set(int32_t device) {
    return luciole::guarded([&] { cuda().setDevice(device_of(device)); });
}

// A stream of libtorch's pool, which lives as long as the process.
LT_API int32_t lt_stream_from_pool(int32_t device, int32_t high_priority, int64_t* id) {
    return luciole::guarded([&] { *id = cuda().getStreamFromGlobalPool(device_of(device), high_priority != 0).id(); });
}

LT_API int32_t lt_stream_current(int32_t device, int64_t* id) {
    return luciole::guarded([&] { *id = cuda().getStream(device_of(device)).id(); });
}

// Makes it the thread's current stream of its device; *before is what it was.
LT_API int32_t lt_stream_exchange(int32_t device, int64_t id, int64_t* before) {
    return luciole::guarded([&] { *before = cuda().exchangeStream(stream_of(device, id)).id(); });
}

LT_API int32_t lt_stream_is_idle(int32_t device, int64_t id, int32_t* idle) {
    return luciole::guarded([&] { *idle = cuda().queryStream(stream_of(device, id)); });
}

LT_API int32_t lt_stream_synchronize(int32_t device, int64_t id) {
    return luciole::guarded([&] { cuda().synchronizeStream(stream_of(device, id)); });
}

// *event is null before its first record, which makes it.
LT_API int32_t lt_event_record(void** event, int32_t device, int64_t stream, int32_t timed) {
    return luciole::guarded([&] {
        cuda().record(
            event, stream_of(device, stream), static_cast<c10::DeviceIndex>(device),
            timed ? c10::EventFlag::BACKEND_DEFAULT : c10::EventFlag::PYTORCH_DEFAULT);
    });
}

// The stream waits for the event, not the caller.
LT_API int32_t lt_event_block(void* event, int32_t device, int64_t stream) {
    return luciole::guarded([&] { cuda().block(event, stream_of(device, stream)); });
}

LT_API int32_t lt_event_query(void* event, int32_t* done) {
    return luciole::guarded([&] { *done = cuda().queryEvent(event); });
}

LT_API int32_t lt_event_free(void* event, int32_t device) {
    return luciole::guarded([&] { cuda().destroyEvent(event, static_cast<c10::DeviceIndex>(device)); });
}

// The tensor's memory is not given to others before the stream has done what it was given until then.
LT_API int32_t lt_tensor_record_stream(lt_tensor tensor, int32_t device, int64_t stream) {
    return luciole::guarded([&] { tensor->record_stream(stream_of(device, stream)); });
}
