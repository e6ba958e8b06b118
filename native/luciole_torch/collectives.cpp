// c10d: where ranks meet, and what they do together. Back ends whose headers were not found say so (native/cmake/Collectives.cmake).
#include <stdexcept>
#include <string>

#include "error.h"

// Where ranks leave each other words. `kind` 0: a file all ranks can write (`address`); 1: a server on host and port, which rank 0 is.
// `listening_socket`: one that is bound and listens already, or -1; libtorch before 2.1 opens its own, on every address.
struct lt_store_options {
    int32_t kind;
    const char* address;
    int32_t port;
    int32_t listening_socket;
    int32_t rank;
    int32_t ranks;
    int32_t timeout_ms;
};

// What a rank joins; several groups of the same ranks have names of their own.
struct lt_group_options {
    int32_t nccl;
    const char* name;
    int32_t rank;
    int32_t ranks;
    int32_t timeout_ms;
    const char* own_address;
};

#ifdef LUCIOLE_GLOO

#include <ATen/core/Tensor.h>
#include <torch/csrc/distributed/c10d/FileStore.hpp>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/version.h>
#ifdef LUCIOLE_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace {

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

using Work = c10::intrusive_ptr<c10d::Work>;

using Store = c10::intrusive_ptr<c10d::Store>;
using Group = c10::intrusive_ptr<Backend>;

Store make_store(const lt_store_options& options, std::chrono::milliseconds timeout) {
    if (options.kind == 0)
        return c10::make_intrusive<c10d::FileStore>(options.address, options.ranks);
    c10d::TCPStoreOptions tcp;
    tcp.port = static_cast<std::uint16_t>(options.port);
    tcp.isServer = options.rank == 0;
    tcp.numWorkers = options.ranks;
    // Who is missing is for the ranks to say; the store only knows how many.
    tcp.waitWorkers = false;
    tcp.timeout = timeout;
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
    if (options.listening_socket >= 0)
        tcp.masterListenFd = options.listening_socket;
#endif
    return c10::make_intrusive<c10d::TCPStore>(options.address, tcp);
}

Group make_group(const lt_group_options& options, const Store& parent) {
    auto timeout = std::chrono::milliseconds(options.timeout_ms);
    Store store = c10::make_intrusive<c10d::PrefixStore>(options.name, parent);
    if (options.nccl) {
#ifdef LUCIOLE_NCCL
        auto nccl = c10d::ProcessGroupNCCL::Options::create();
        nccl->timeout = timeout;
        return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, options.rank, options.ranks, nccl);
#else
        throw std::runtime_error("not built: the native library was compiled without NCCL's headers");
#endif
    }
    auto gloo = c10d::ProcessGroupGloo::Options::create(timeout);
    gloo->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(options.own_address));
    gloo->threads = 1;
    return c10::make_intrusive<c10d::ProcessGroupGloo>(store, options.rank, options.ranks, gloo);
}

}  // namespace

LT_API int32_t lt_collectives_built(int32_t nccl) {
#ifdef LUCIOLE_NCCL
    return 1;
#else
    return nccl == 0;
#endif
}

LT_API int32_t lt_store_new(const lt_store_options* options, void** store) {
    return luciole::guarded([&] {
        auto timeout = std::chrono::milliseconds(options->timeout_ms);
        auto made = make_store(*options, timeout);
        made->setTimeout(timeout);
        *store = new Store(std::move(made));
    });
}

LT_API void lt_store_free(void* store) {
    delete static_cast<Store*>(store);
}

LT_API int32_t lt_group_new(void* store, const lt_group_options* options, void** group) {
    return luciole::guarded([&] { *group = new Group(make_group(*options, *static_cast<Store*>(store))); });
}

LT_API void lt_group_free(void* group) {
    delete static_cast<Group*>(group);
}

// The sum over all ranks, written over the tensor once the work is done.
LT_API int32_t lt_group_all_reduce(void* group, lt_tensor tensor, void** work) {
    return luciole::guarded([&] {
        std::vector<at::Tensor> tensors{*tensor};
        *work = new Work((*static_cast<Group*>(group))->allreduce(tensors));
    });
}

LT_API int32_t lt_group_broadcast(void* group, lt_tensor tensor, int32_t root, void** work) {
    return luciole::guarded([&] {
        std::vector<at::Tensor> tensors{*tensor};
        c10d::BroadcastOptions options;
        options.rootRank = root;
        *work = new Work((*static_cast<Group*>(group))->broadcast(tensors, options));
    });
}

// `gathered` are as many tensors of the input's shape as there are ranks.
LT_API int32_t lt_group_all_gather(void* group, lt_tensor tensor, const lt_tensor* gathered, int32_t count, void** work) {
    return luciole::guarded([&] {
        std::vector<at::Tensor> inputs{*tensor};
        std::vector<std::vector<at::Tensor>> outputs(1);
        for (int32_t i = 0; i < count; i++)
            outputs[0].push_back(*gathered[i]);
        *work = new Work((*static_cast<Group*>(group))->allgather(outputs, inputs));
    });
}

LT_API int32_t lt_group_barrier(void* group, void** work) {
    return luciole::guarded([&] { *work = new Work((*static_cast<Group*>(group))->barrier()); });
}

// Throws what the collective met: a rank that is gone, or the group's timeout.
LT_API int32_t lt_work_wait(void* work) {
    return luciole::guarded([&] { (*static_cast<Work*>(work))->wait(); });
}

LT_API int32_t lt_work_is_done(void* work, int32_t* done) {
    return luciole::guarded([&] { *done = (*static_cast<Work*>(work))->isCompleted(); });
}

LT_API void lt_work_free(void* work) {
    delete static_cast<Work*>(work);
}

// A few bytes for the other ranks, beside the tensors: who is where, last words.
LT_API int32_t lt_store_set(void* store, const char* key, const uint8_t* bytes, int32_t count) {
    return luciole::guarded([&] { (*static_cast<Store*>(store))->set(key, std::vector<uint8_t>(bytes, bytes + count)); });
}

// Waits for the key; returns its whole length in *length and copies what fits.
LT_API int32_t lt_store_get(void* store, const char* key, uint8_t* buffer, int32_t capacity, int32_t* length) {
    return luciole::guarded([&] {
        auto bytes = (*static_cast<Store*>(store))->get(key);
        *length = static_cast<int32_t>(bytes.size());
        std::copy_n(bytes.begin(), std::min<size_t>(bytes.size(), capacity), buffer);
    });
}

LT_API int32_t lt_store_has(void* store, const char* key, int32_t* has) {
    return luciole::guarded([&] { *has = (*static_cast<Store*>(store))->check({key}); });
}

#else

namespace {

int32_t not_built() {
    return luciole::remember(std::runtime_error("not built: the native library was compiled without Gloo's headers (Debian: libgloo-dev)"));
}

}  // namespace

LT_API int32_t lt_collectives_built(int32_t) {
    return 0;
}

LT_API int32_t lt_store_new(const lt_store_options*, void**) {
    return not_built();
}

LT_API void lt_store_free(void*) {}

LT_API int32_t lt_group_new(void*, const lt_group_options*, void**) {
    return not_built();
}

LT_API void lt_group_free(void*) {}

LT_API int32_t lt_group_all_reduce(void*, lt_tensor, void**) {
    return not_built();
}

LT_API int32_t lt_group_broadcast(void*, lt_tensor, int32_t, void**) {
    return not_built();
}

LT_API int32_t lt_group_all_gather(void*, lt_tensor, const lt_tensor*, int32_t, void**) {
    return not_built();
}

LT_API int32_t lt_group_barrier(void*, void**) {
    return not_built();
}

LT_API int32_t lt_work_wait(void*) {
    return not_built();
}

LT_API int32_t lt_work_is_done(void*, int32_t*) {
    return not_built();
}

LT_API void lt_work_free(void*) {}

LT_API int32_t lt_store_set(void*, const char*, const uint8_t*, int32_t) {
    return not_built();
}

LT_API int32_t lt_store_get(void*, const char*, uint8_t*, int32_t, int32_t*) {
    return not_built();
}

LT_API int32_t lt_store_has(void*, const char*, int32_t*) {
    return not_built();
}

#endif
