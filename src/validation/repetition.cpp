#include "validation/checks.hpp"
#include "validation/code_fence.hpp"
#include "validation/phrase_loop.hpp"
#include "validation/segment_loop.hpp"
#include "validation/text.hpp"

#include <array>

namespace signalbox::checks {

namespace {

// Words of tasks whose proper answer may repeat itself.
constexpr std::array<std::string_view, 24> wishes{"repeat",   "times",    "song",  "lyric",       "poem",     "chant",
                                                  "mantra",   "copies",   "loop",  "pattern",     "template", "form",
                                                  "table",    "schedule", "lorem", "placeholder", "ascii",    "csv",
                                                  "sequence", "lines",    "dna",   "print",       "test",     "rhyme"};

std::string evidence(std::string_view unit) { return "repeats \"" + excerpt(trim(unit), 120) + "\""; }

// The end of the sentence that `text` begins with: behind its stop, or at the end of the text.
std::size_t sentence_end(std::string_view text) {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        if ((text[at] == '.' || text[at] == '!' || text[at] == '?') && is_blank(text[at + 1])) return at + 1;
        if (text.substr(at, 3) == "\u3002") return at + 3;  // the full stop of Chinese and Japanese
    }
    return text.size();
}

}  // namespace

Evidence repetition(AnswerView const& view) {
    bool const asked_for = has_word_like(whole_prefix(task_of(view.context), 4096), wishes);
    CodeFence fence;
    SegmentLoop prose{asked_for ? 20U : 4U, asked_for ? 1000U : 120U};
    SegmentLoop code{asked_for ? 40U : 12U, 400};
    for (auto rest = view.answer; !rest.empty();) {
        auto const line = next_line(rest);
        if (fence.read(line)) {
            if (code.read(trim(line))) return evidence(line);
            continue;
        }
        for (auto left = trim(line); !left.empty(); left = trim(left)) {
            auto const end = sentence_end(left);
            if (prose.read(left.substr(0, end))) return evidence(left.substr(0, end));
            left.remove_prefix(end);
        }
        if (auto const unit = repeated_phrase(line, asked_for ? 800 : 160); !unit.empty()) return evidence(unit);
    }
    return std::nullopt;
}

}  // namespace signalbox::checks
