#pragma once

#include "validation/code_fence.hpp"
#include "validation/segment_loop.hpp"

#include <cstddef>
#include <string_view>

namespace signalbox {

// How much repetition makes a loop. Whatever is one by `patient` is one by `strict` as well.
struct LoopPatience {
    std::size_t prose_copies = 4;
    std::size_t prose_bytes = 120;
    std::size_t code_copies = 12;
    std::size_t code_bytes = 400;
    std::size_t phrase_bytes = 160;
};
inline constexpr LoopPatience strict_patience{};
// For tasks whose proper answer may repeat itself, and for answers that cannot be taken back.
inline constexpr LoopPatience patient_patience{
    .prose_copies = 20, .prose_bytes = 1000, .code_copies = 40, .code_bytes = 400, .phrase_bytes = 800};

// Does the task ask for something that repeats itself: a song, a table, "ten times"?
[[nodiscard]] bool may_repeat(std::string_view task);

// Reads an answer once, whole or piece by piece, and notices when it says the same sentence, line or
// phrase again and again. Constant memory; linear in the text.
class LoopWatch {
public:
    explicit LoopWatch(LoopPatience patience);

    // From now on; what was read counts.
    void use(LoopPatience patience);

    // Reads `text` from `at` on and moves `at` behind what it has read: whole lines and sentences, all
    // of it when it is `finished`. Gives the unit that loops (a view into `text`), or nothing. The
    // next call's text begins, at any distance, before the byte that this one's `at` stands on.
    [[nodiscard]] std::string_view read(std::string_view text, std::size_t& at, bool finished);

private:
    [[nodiscard]] std::string_view read_line(std::string_view line);
    [[nodiscard]] std::string_view read_rest(std::string_view rest, std::size_t& taken, bool finished);
    [[nodiscard]] std::string_view read_sentences(std::string_view text, std::size_t& taken, bool whole);

    LoopPatience patience_;
    CodeFence fence_;
    SegmentLoop prose_;
    SegmentLoop code_;
    bool in_line_ = false;  // the line that comes has been read in part
};

}  // namespace signalbox
