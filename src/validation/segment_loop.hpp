#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace signalbox {

// Notices that the same run of up to eight sentences or lines comes again and again.
// Constant memory. Remembers segments as views: their text has to stay.
class SegmentLoop {
public:
    // A loop is a run that stands there `copies` times in a row, with `bytes` in its repeats.
    SegmentLoop(std::size_t copies, std::size_t bytes) : copies_{copies}, bytes_{bytes} {}

    // Reads the next segment; true when it completes a loop. Segments without words do not count.
    bool read(std::string_view segment);

private:
    static constexpr std::size_t longest_period = 8;
    struct Run {
        std::size_t segments = 0;
        std::size_t bytes = 0;
    };
    std::size_t copies_;
    std::size_t bytes_;
    std::array<std::string_view, longest_period> seen_{};  // by number modulo the period
    std::array<Run, longest_period + 1> runs_{};           // by period
    std::size_t count_ = 0;
};

}  // namespace signalbox
