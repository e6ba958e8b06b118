#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace luciole {

// Large blocks cut from one long stretch of addresses. A freed block keeps its pages and is cut and joined anew for later requests, so a
// step that repeats itself asks the kernel for nothing. Pages without a user are bounded: in use and kept together exceed the highest use
// by at most an eighth or `slack`; what is more goes back, the longest unused first.
class MemoryArena {
public:
    // Reserves addresses, no memory; `slack` is in bytes. Without addresses every request is refused.
    MemoryArena(size_t reserve, size_t slack);

    MemoryArena(const MemoryArena&) = delete;
    MemoryArena& operator=(const MemoryArena&) = delete;

    bool holds(const void* address) const {
        return address >= begin_ && address < end_;
    }

    // A block of whole pages, or null when there is no room; *taken is its size.
    void* take(size_t bytes, size_t* taken);

    // Returns the block's size.
    size_t give(void* address);

    // Returns all pages without a user to the kernel, and forgets the highest use.
    void trim();

    // Pages without a user, in bytes.
    int64_t kept();

    // Bytes that the kernel was asked for since the start, each time anew.
    int64_t fresh();

private:
    enum class State { used, kept, bare };  // bare: free and without pages

    struct Range {
        size_t size;
        State state;
        uint64_t freed;  // when it was freed last, in calls
    };

    using Ranges = std::map<char*, Range>;

    struct Place {
        char* start = nullptr;
        size_t covered = 0;  // bytes that have pages already
    };

    size_t limit() const;
    Place best_place(size_t size) const;
    size_t covered(Ranges::const_iterator from, char* start, char* stop) const;
    bool open(char* until);
    void release(size_t bytes, char* spared_start, char* spared_stop);
    void occupy(char* start, size_t size);
    void set(char* start, size_t size, State state, uint64_t freed);
    void erase(Ranges::iterator range);
    void insert(char* start, size_t size, State state, uint64_t freed);

    std::mutex lock_;
    Ranges ranges_;
    std::set<std::pair<size_t, char*>> by_size_;  // the kept ones
    char* begin_ = nullptr;
    char* end_ = nullptr;
    char* open_ = nullptr;  // addresses below may be written
    size_t slack_;
    uint64_t calls_ = 0;
    size_t in_use_ = 0;
    size_t highest_ = 0;
    size_t kept_ = 0;
    size_t fresh_ = 0;
};

}  // namespace luciole
