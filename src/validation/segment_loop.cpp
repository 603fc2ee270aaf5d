#include "validation/segment_loop.hpp"

#include "validation/text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

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

// Eight bytes a step. Nobody gains by segments that collide: their answer would be called a loop.
std::uint64_t hash_of(std::string_view segment) {
    constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15;
    auto hash = segment.size() * odd;
    auto const add = [&hash](std::uint64_t word) { hash = std::rotl((hash ^ word) * odd, 29); };
    for (; segment.size() >= sizeof(std::uint64_t); segment.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t word = 0;
        std::memcpy(&word, segment.data(), sizeof word);
        add(word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, segment.data(), segment.size());
    add(rest);
    return hash * odd;
}

}  // namespace

bool SegmentLoop::read(std::string_view segment) {
    if (!has_letters(segment)) return false;
    auto const hash = hash_of(segment);
    bool loops = false;
    for (std::size_t period = 1; period <= longest_period; ++period) {
        auto& run = runs_[period];
        if (period > count_ || seen_[(count_ - period) % longest_period] != hash) {
            run = {};
            continue;
        }
        ++run.segments;
        run.bytes += static_cast<std::uint32_t>(segment.size());
        loops = loops || (run.segments >= period * (copies_ - 1) && run.bytes >= bytes_);
    }
    seen_[count_++ % longest_period] = hash;
    return loops;
}

}  // namespace signalbox
