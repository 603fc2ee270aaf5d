#include "validation/segment_loop.hpp"

#include "validation/text.hpp"

namespace signalbox {

namespace {

// Fewer different letters than this are a drawing, a matrix or a table of bytes.
constexpr int least_letters = 3;

struct Digest {
    std::uint64_t hash = 0xcbf29ce484222325;
    int letters = 0;
};

Digest digest(std::string_view segment) {
    Digest out;
    std::uint32_t seen = 0;
    for (char const c : segment) {
        out.hash = (out.hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        if (is_letter(c)) seen |= 1U << (static_cast<unsigned char>(c) & 31U);
    }
    out.letters = __builtin_popcount(seen);
    return out;
}

}  // namespace

bool SegmentLoop::read(std::string_view segment) {
    auto const [hash, letters] = digest(segment);
    if (letters < least_letters) return false;
    bool loops = false;
    for (std::size_t period = 1; period <= longest_period; ++period) {
        auto& run = runs_[period];
        if (period > count_ || seen_[(count_ - period) % longest_period] != hash) {
            run = {};
            continue;
        }
        ++run.segments;
        run.bytes += segment.size();
        loops = loops || (run.segments >= period * (copies_ - 1) && run.bytes >= bytes_);
    }
    seen_[count_++ % longest_period] = hash;
    return loops;
}

}  // namespace signalbox
