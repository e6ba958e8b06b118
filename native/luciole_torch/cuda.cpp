// What libtorch offers for CUDA only through headers that include CUDA's own. Where CMake finds none that compile, LUCIOLE_CUDA is not
// defined and every function says so.
#include <stdexcept>

#include "error.h"

// Bytes on one GPU.
struct lt_cuda_memory {
    int64_t allocated;
    int64_t peak_allocated;
    int64_t reserved;
    int64_t peak_reserved;
};

#ifdef LUCIOLE_CUDA

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>

namespace {

namespace memory = c10::cuda::CUDACachingAllocator;

using Pool = decltype(at::cuda::graph_pool_handle());

struct RecordedGraph {
    at::cuda::CUDAGraph graph;
    Pool pool{0, 0};
    c10::DeviceIndex device = 0;
};

RecordedGraph& recorded(void* graph) {
    return *static_cast<RecordedGraph*>(graph);
}

// Other threads go on pinning memory and asking for more of it; before 2.1 the mode could not be chosen.
template <class Graph>
auto begin(Graph& graph, Pool pool, int) -> decltype(graph.capture_begin(pool, cudaStreamCaptureModeThreadLocal)) {
    graph.capture_begin(pool, cudaStreamCaptureModeThreadLocal);
}

template <class Graph>
void begin(Graph& graph, Pool pool, long) {
    graph.capture_begin(pool);
}

// A recording that CUDA gave up leaves the allocator waiting for its end, where libtorch has it wait by pool (2.3 on).
template <class Allocator>
auto abandon(Allocator& allocator, c10::DeviceIndex device, Pool pool, int)
    -> decltype(allocator.endAllocateToPool(device, pool), allocator.releasePool(device, pool)) {
    try {
        allocator.endAllocateToPool(device, pool);
    } catch (const c10::Error&) {
        // It had ended; then the graph gives its memory back.
        return;
    }
    allocator.releasePool(device, pool);
}

template <class Allocator>
void abandon(Allocator&, c10::DeviceIndex, Pool, long) {}

}  // namespace

LT_API int32_t lt_cuda_extras_built() {
    return 1;
}

LT_API int32_t lt_cuda_memory_get(int32_t device, lt_cuda_memory* use) {
    return luciole::guarded([&] {
        *use = {};
        // Before the first use of the GPU there is nothing to count.
        if (!memory::get()->initialized())
            return;
        auto stats = memory::getDeviceStats(device);
        *use = {stats.allocated_bytes[0].current, stats.allocated_bytes[0].peak, stats.reserved_bytes[0].current, stats.reserved_bytes[0].peak};
    });
}

LT_API int32_t lt_cuda_memory_peak_reset(int32_t device) {
    return luciole::guarded([&] {
        if (memory::get()->initialized())
            memory::resetPeakStats(device);
    });
}

LT_API int32_t lt_cuda_cache_empty() {
    return luciole::guarded([&] {
        if (memory::get()->initialized())
            memory::emptyCache();
    });
}

LT_API int32_t lt_cuda_graph_new(int32_t device, void** graph) {
    return luciole::guarded([&] {
        auto* made = new RecordedGraph();
        made->device = static_cast<c10::DeviceIndex>(device);
        *graph = made;
    });
}

// On the thread's current stream, which must not be the default one. `pool_of` (or null) is a graph to share memory with.
LT_API int32_t lt_cuda_graph_begin(void* graph, void* pool_of) {
    return luciole::guarded([&] {
        auto& target = recorded(graph);
        target.pool = pool_of ? recorded(pool_of).pool : at::cuda::graph_pool_handle();
        begin(target.graph, target.pool, 0);
    });
}

LT_API int32_t lt_cuda_graph_end(void* graph) {
    return luciole::guarded([&] {
        auto& target = recorded(graph);
        try {
            target.graph.capture_end();
        } catch (...) {
            abandon(*memory::get(), target.device, target.pool, 0);
            throw;
        }
    });
}

LT_API int32_t lt_cuda_graph_replay(void* graph) {
    return luciole::guarded([&] { recorded(graph).graph.replay(); });
}

LT_API int32_t lt_cuda_graph_free(void* graph) {
    return luciole::guarded([&] { delete static_cast<RecordedGraph*>(graph); });
}

#else

namespace {

int32_t not_built() {
    return luciole::remember(std::runtime_error("not built: the native library was compiled without CUDA's headers"));
}

}  // namespace

LT_API int32_t lt_cuda_extras_built() {
    return 0;
}

LT_API int32_t lt_cuda_memory_get(int32_t, lt_cuda_memory*) {
    return not_built();
}

LT_API int32_t lt_cuda_memory_peak_reset(int32_t) {
    return not_built();
}

LT_API int32_t lt_cuda_cache_empty() {
    return not_built();
}

LT_API int32_t lt_cuda_graph_new(int32_t, void**) {
    return not_built();
}

LT_API int32_t lt_cuda_graph_begin(void*, void*) {
    return not_built();
}

LT_API int32_t lt_cuda_graph_end(void*) {
    return not_built();
}

LT_API int32_t lt_cuda_graph_replay(void*) {
    return not_built();
}

LT_API int32_t lt_cuda_graph_free(void*) {
    return not_built();
}

#endif
