#include <c10/core/Allocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

#include "error.h"
#include "memory_arena.h"

namespace {

using luciole::MemoryArena;

constexpr size_t medium = size_t{64} << 10;
constexpr size_t large = size_t{2} << 20;

// A user's own MALLOC_ settings win, and LUCIOLE_MALLOC_UNTOUCHED leaves everything to the C library: blocks are then only counted.
bool is_left_alone() {
    for (const char* own : {"MALLOC_MMAP_MAX_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "LUCIOLE_MALLOC_UNTOUCHED"}) {
        if (std::getenv(own))
            return true;
    }
    return false;
}

// Addresses, not memory: room enough that holes between blocks do not matter. None where addresses are rationed.
size_t addresses_to_reserve() {
    rlimit limit{};
    if (is_left_alone() || getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY)
        return 0;
    return 4 * static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

// libtorch's allocator for the processor. Blocks from 64 KiB on come from two arenas, so that the many middling ones of a transformer do
// not cut up the few large ones of a decoder; smaller blocks are the C library's. Never destroyed: tensors may outlive static objects.
struct KeepingAllocator final : c10::Allocator {
    mutable MemoryArena middling{addresses_to_reserve(), size_t{32} << 20};
    mutable MemoryArena larger{addresses_to_reserve(), size_t{64} << 20};
    mutable std::atomic<int64_t> in_use{0};
    mutable std::atomic<int64_t> peak{0};

    void* take(size_t bytes) const;
    void give(void* block) const;

    // One of the two overrides libtorch's: the function was const up to 2.2. The same goes for copy_data, which 1.13 has not.
    c10::DataPtr allocate(size_t bytes) const {
        auto* block = take(bytes);
        return {block, block, raw_deleter(), c10::Device(c10::DeviceType::CPU)};
    }
    c10::DataPtr allocate(size_t bytes) {
        return static_cast<const KeepingAllocator*>(this)->allocate(bytes);
    }
    void copy_data(void* target, const void* source, std::size_t bytes) const {
        std::memcpy(target, source, bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override;
};

KeepingAllocator& allocator() {
    static auto* const instance = new KeepingAllocator;
    return *instance;
}

void* KeepingAllocator::take(size_t bytes) const {
    if (bytes == 0)
        return nullptr;
    size_t taken = 0;
    void* block = bytes < medium ? nullptr : (bytes < large ? middling : larger).take(bytes, &taken);
    if (!block) {
        // Also what tells in libtorch's words that there is no memory.
        block = c10::alloc_cpu(bytes);
        taken = malloc_usable_size(block);
    }
    auto now = in_use += static_cast<int64_t>(taken);
    auto before = peak.load();
    while (before < now && !peak.compare_exchange_weak(before, now)) {
    }
    return block;
}

void KeepingAllocator::give(void* block) const {
    if (!block)
        return;
    size_t size;
    if (larger.holds(block)) {
        size = larger.give(block);
    } else if (middling.holds(block)) {
        size = middling.give(block);
    } else {
        size = malloc_usable_size(block);
        c10::free_cpu(block);
    }
    in_use -= static_cast<int64_t>(size);
}

c10::DeleterFnPtr KeepingAllocator::raw_deleter() const {
    return [](void* block) { allocator().give(block); };
}

// For what does not come through libtorch's allocator: glibc would give every block above a moving threshold back to the kernel on free.
__attribute__((constructor)) void keep_freed_memory() {
    if (!is_left_alone()) {
        mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
        mallopt(M_TRIM_THRESHOLD, 2147483647);
        mallopt(M_TOP_PAD, 64 * 1024 * 1024);
    }
    c10::SetAllocator(c10::DeviceType::CPU, &allocator());
}

}  // namespace

// The memory of tensors on the processor, in bytes.
struct lt_memory {
    int64_t in_use;
    int64_t peak;   // the highest use since lt_memory_peak_reset
    int64_t kept;   // pages without a user
    int64_t fresh;  // asked of the kernel since the start, each time anew; blocks of the C library left out
};

LT_API void lt_memory_stats(lt_memory* memory) {
    auto& all = allocator();
    *memory = {all.in_use.load(), all.peak.load(), all.middling.kept() + all.larger.kept(), all.middling.fresh() + all.larger.fresh()};
}

LT_API void lt_memory_peak_reset() {
    allocator().peak = allocator().in_use.load();
}

// Returns kept pages to the kernel.
LT_API void lt_memory_trim() {
    allocator().middling.trim();
    allocator().larger.trim();
    malloc_trim(0);
}
