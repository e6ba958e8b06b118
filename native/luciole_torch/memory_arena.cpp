#include "memory_arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <vector>

namespace luciole {

namespace {

constexpr size_t page = 4096;
constexpr size_t opening = size_t{64} << 20;

}  // namespace

MemoryArena::MemoryArena(size_t reserve, size_t slack) : slack_(slack) {
    if (reserve == 0)
        return;
    auto* address = mmap(nullptr, reserve, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (address == MAP_FAILED)
        return;
    begin_ = open_ = static_cast<char*>(address);
    end_ = begin_ + reserve / page * page;
    insert(begin_, end_ - begin_, State::bare, 0);
}

void* MemoryArena::take(size_t bytes, size_t* taken) {
    auto size = (bytes + page - 1) / page * page;
    std::lock_guard<std::mutex> lock(lock_);
    auto fit = by_size_.lower_bound({size, nullptr});
    Place place;
    if (fit != by_size_.end())
        place = {fit->second, size};
    else
        place = best_place(size);
    if (!place.start || !open(place.start + size))
        return nullptr;
    in_use_ += size;
    highest_ = std::max(highest_, in_use_);
    auto fresh = size - place.covered;
    auto with_it = in_use_ - place.covered + kept_;
    if (fresh > 0 && with_it > limit())
        release(with_it - limit(), place.start, place.start + size);
    fresh_ += fresh;
    occupy(place.start, size);
    *taken = size;
    return place.start;
}

size_t MemoryArena::give(void* address) {
    std::lock_guard<std::mutex> lock(lock_);
    auto range = ranges_.find(static_cast<char*>(address));
    auto size = range->second.size;
    in_use_ -= size;
    erase(range);
    set(static_cast<char*>(address), size, State::kept, ++calls_);
    return size;
}

void MemoryArena::trim() {
    std::lock_guard<std::mutex> lock(lock_);
    release(kept_, nullptr, nullptr);
    highest_ = in_use_;
}

int64_t MemoryArena::kept() {
    std::lock_guard<std::mutex> lock(lock_);
    return static_cast<int64_t>(kept_);
}

int64_t MemoryArena::fresh() {
    std::lock_guard<std::mutex> lock(lock_);
    return static_cast<int64_t>(fresh_);
}

size_t MemoryArena::limit() const {
    return highest_ + std::max(highest_ / 8, slack_);
}

// Where a block needs the fewest new pages: at either end of any free range that lies in a free stretch long enough.
MemoryArena::Place MemoryArena::best_place(size_t size) const {
    Place best;
    auto consider = [&](Ranges::const_iterator first, char* start) {
        auto bytes = covered(first, start, start + size);
        if (!best.start || bytes > best.covered)
            best = {start, bytes};
    };
    for (auto first = ranges_.begin(); first != ranges_.end();) {
        if (first->second.state == State::used) {
            ++first;
            continue;
        }
        auto last = first;
        auto* stop = first->first;
        for (; last != ranges_.end() && last->second.state != State::used; ++last)
            stop = last->first + last->second.size;
        for (auto part = first; part != last; ++part) {
            auto* part_stop = part->first + part->second.size;
            if (part->first + size <= stop)
                consider(first, part->first);
            // A block at the far end of a bare range would be far from all others.
            if (part->second.state == State::kept && part_stop >= first->first + size)
                consider(first, part_stop - size);
        }
        first = last;
    }
    return best;
}

size_t MemoryArena::covered(Ranges::const_iterator from, char* start, char* stop) const {
    size_t bytes = 0;
    for (auto part = from; part != ranges_.end() && part->first < stop; ++part) {
        auto* low = std::max(part->first, start);
        auto* high = std::min(part->first + part->second.size, stop);
        if (part->second.state == State::kept && low < high)
            bytes += high - low;
    }
    return bytes;
}

// Addresses are made writable as the arena grows: systems that promise no more memory than they have count these only.
bool MemoryArena::open(char* until) {
    if (until <= open_)
        return true;
    auto more = std::min((static_cast<size_t>(until - open_) + opening - 1) / opening * opening, static_cast<size_t>(end_ - open_));
    if (mprotect(open_, more, PROT_READ | PROT_WRITE) != 0)
        return false;
    // A large page is one fault instead of 512; a system without them says no, which does not matter.
    madvise(open_, more, MADV_HUGEPAGE);
    open_ += more;
    return true;
}

void MemoryArena::release(size_t bytes, char* spared_start, char* spared_stop) {
    std::vector<std::pair<uint64_t, char*>> oldest;
    for (const auto& [size, start] : by_size_) {
        if (start + size <= spared_start || start >= spared_stop)
            oldest.emplace_back(ranges_.find(start)->second.freed, start);
    }
    std::sort(oldest.begin(), oldest.end());
    for (const auto& [freed, start] : oldest) {
        if (bytes == 0)
            return;
        auto range = ranges_.find(start);
        auto size = range->second.size;
        auto part = std::min(size, (bytes + page - 1) / page * page);
        madvise(start + size - part, part, MADV_DONTNEED);
        erase(range);
        if (part < size)
            insert(start, size - part, State::kept, freed);
        set(start + size - part, part, State::bare, 0);
        bytes -= std::min(bytes, part);
    }
}

// Makes a stretch of free ranges one used range; what sticks out at its ends stays as it is.
void MemoryArena::occupy(char* start, size_t size) {
    auto* stop = start + size;
    auto part = std::prev(ranges_.upper_bound(start));
    while (part != ranges_.end() && part->first < stop) {
        auto next = std::next(part);
        auto* part_start = part->first;
        auto* part_stop = part_start + part->second.size;
        auto state = part->second.state;
        auto freed = part->second.freed;
        erase(part);
        if (part_start < start)
            insert(part_start, start - part_start, state, freed);
        if (part_stop > stop)
            insert(stop, part_stop - stop, state, freed);
        part = next;
    }
    insert(start, size, State::used, 0);
}

// Inserts a free range and joins it with equal neighbours.
void MemoryArena::set(char* start, size_t size, State state, uint64_t freed) {
    auto next = ranges_.lower_bound(start);
    if (next != ranges_.end() && next->first == start + size && next->second.state == state) {
        size += next->second.size;
        auto joined = next++;
        erase(joined);
    }
    if (next != ranges_.begin()) {
        auto before = std::prev(next);
        if (before->second.state == state && before->first + before->second.size == start) {
            start = before->first;
            size += before->second.size;
            erase(before);
        }
    }
    insert(start, size, state, freed);
}

void MemoryArena::erase(Ranges::iterator range) {
    if (range->second.state == State::kept) {
        by_size_.erase({range->second.size, range->first});
        kept_ -= range->second.size;
    }
    ranges_.erase(range);
}

void MemoryArena::insert(char* start, size_t size, State state, uint64_t freed) {
    ranges_.emplace(start, Range{size, state, freed});
    if (state == State::kept) {
        by_size_.emplace(size, start);
        kept_ += size;
    }
}

}  // namespace luciole
