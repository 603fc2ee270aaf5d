#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox {

// Notices that the same run of up to eight sentences or lines comes again and again.
// Constant memory: of a segment only its size and a hash are remembered, so the text may go.
class SegmentLoop {
public:
    // A loop is a run that stands there `copies` times in a row, with `bytes` in its repeats.
    SegmentLoop(std::size_t copies, std::size_t bytes) : copies_{copies}, bytes_{bytes} {}

    // Another measure from now on; what was read counts.
    void demand(std::size_t copies, std::size_t bytes) {
        copies_ = copies;
        bytes_ = bytes;
    }

    // Reads the next segment; true when it completes a loop. Segments without words do not count.
    bool read(std::string_view segment);

private:
    static constexpr std::size_t longest_period = 8;
    struct Run {
        std::uint32_t segments = 0;
        std::uint32_t bytes = 0;
    };
    std::size_t copies_;
    std::size_t bytes_;
    std::array<std::uint64_t, longest_period> seen_{};  // hashes, by number modulo the period
    std::array<Run, longest_period + 1> runs_{};        // by period
    std::size_t count_ = 0;
};

}  // namespace signalbox
