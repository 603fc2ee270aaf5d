#include "validation/segment_loop.hpp"

#include "validation/text.hpp"

#include <cstdint>

namespace signalbox {

namespace {

// Fewer different letters than this are a drawing, a matrix or a table of bytes.
constexpr int least_letters = 3;

// Most segments show theirs within a few bytes.
bool has_letters(std::string_view segment) {
    std::uint32_t seen = 0;
    int letters = 0;
    for (char const c : segment) {
        if (!is_letter(c)) continue;
        auto const letter = 1U << (static_cast<unsigned char>(c) & 31U);
        if ((seen & letter) == 0 && ++letters == least_letters) return true;
        seen |= letter;
    }
    return false;
}

}  // namespace

bool SegmentLoop::read(std::string_view segment) {
    if (!has_letters(segment)) return false;
    bool loops = false;
    for (std::size_t period = 1; period <= longest_period; ++period) {
        auto& run = runs_[period];
        if (period > count_ || seen_[(count_ - period) % longest_period] != segment) {
            run = {};
            continue;
        }
        ++run.segments;
        run.bytes += segment.size();
        loops = loops || (run.segments >= period * (copies_ - 1) && run.bytes >= bytes_);
    }
    seen_[count_++ % longest_period] = segment;
    return loops;
}

}  // namespace signalbox
