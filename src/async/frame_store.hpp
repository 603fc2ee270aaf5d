#pragma once

#include <array>
#include <cstddef>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define SIGNALBOX_KEEPS_FRAMES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SIGNALBOX_KEEPS_FRAMES 0
#endif
#endif
#ifndef SIGNALBOX_KEEPS_FRAMES
#define SIGNALBOX_KEEPS_FRAMES 1
#endif

namespace signalbox {

// Coroutine frames that ended, kept for the next of the same size: a request needs about thirty, always
// the same ones, and malloc was a tenth of its time.
//
// One store per thread, because a Task begins and ends on one loop; a frame that is given back on another
// thread merely changes stores. Bounded: a burst of streams goes back to the heap.
class FrameStore {
public:
    static void* take(std::size_t size) {
        auto const place = place_of(size);
        if (place >= classes || here_.lists_[place].first == nullptr) return ::operator new(rounded(size));
        auto& list = here_.lists_[place];
        auto* const frame = list.first;
        list.first = frame->next;
        --list.count;
        return frame;
    }

    static void give(void* memory, std::size_t size) noexcept {
        auto const place = place_of(size);
        if (place >= classes || here_.closed_ || here_.lists_[place].count == most_kept) {
            return ::operator delete(memory, rounded(size));
        }
        if (!here_.in_use_) begin();
        auto& list = here_.lists_[place];
        list.first = ::new (memory) Free{list.first};
        ++list.count;
    }

private:
    // Empties the thread's store when the thread ends. A thread-local of its own, so that the store needs
    // no destructor: each access to one that has would first ask whether it is constructed.
    struct Closing {
        constexpr Closing() = default;
        ~Closing() { here_.close(); }
        Closing(Closing const&) = delete;
        Closing& operator=(Closing const&) = delete;
    };
    static void begin() {
        thread_local Closing const closing;
        here_.in_use_ = true;
    }
    void close() {
        closed_ = true;
        for (std::size_t place = 0; place < classes; ++place) {
            while (auto* const frame = lists_[place].first) {
                lists_[place].first = frame->next;
                ::operator delete(frame, size_of(place));
            }
        }
    }

    struct Free {
        Free* next = nullptr;
    };
    struct List {
        Free* first = nullptr;
        std::size_t count = 0;
    };
    static constexpr std::size_t step = 16;           // bytes between the sizes
    static constexpr std::size_t most_kept = 32;      // of one size
    static constexpr std::size_t most_classes = 256;  // up to 4 KiB
    // None under the address sanitizer, so that it sees a frame that is used after its end.
    static constexpr std::size_t classes = SIGNALBOX_KEEPS_FRAMES ? most_classes : 0;

    // 8, 24, 40 ... bytes: what glibc's malloc hands out without a remainder, since an open stream is made
    // of such frames.
    static constexpr std::size_t place_of(std::size_t size) { return (size + 7) / step; }
    static constexpr std::size_t size_of(std::size_t place) { return place * step + 8; }
    static constexpr std::size_t rounded(std::size_t size) { return size_of(place_of(size)); }

    static constinit thread_local FrameStore here_;
    std::array<List, most_classes> lists_{};
    bool in_use_ = false;
    bool closed_ = false;  // the thread ends: what is still given back goes to the heap
};

inline constinit thread_local FrameStore FrameStore::here_;

}  // namespace signalbox

#undef SIGNALBOX_KEEPS_FRAMES
