#include "validation/byte_search.hpp"
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
    constexpr auto full_stop = static_cast<signed char>(0xE3);  // begins the one of Chinese and Japanese
    auto const may_stop = [](ByteBlock block) {
        return (block == '.') | (block == '!') | (block == '?') | (block == full_stop);
    };
    for (auto at = find_byte(text, 0, may_stop); at + 1 < text.size(); at = find_byte(text, at + 1, may_stop)) {
        if ((text[at] == '.' || text[at] == '!' || text[at] == '?') && is_blank(text[at + 1])) return at + 1;
        if (text.substr(at, 3) == "\u3002") return at + 3;  // the full stop of Chinese and Japanese
    }
    return text.size();
}

// What makes a loop. Whatever is one by `patient` is one by `strict` as well.
struct Patience {
    std::size_t prose_copies;
    std::size_t prose_bytes;
    std::size_t code_copies;
    std::size_t phrase_bytes;
};
constexpr Patience strict{.prose_copies = 4, .prose_bytes = 120, .code_copies = 12, .phrase_bytes = 160};
constexpr Patience patient{.prose_copies = 20, .prose_bytes = 1000, .code_copies = 40, .phrase_bytes = 800};

// The first unit that loops; empty when none does.
std::string_view looping_unit(std::string_view answer, Patience const& patience) {
    CodeFence fence;
    SegmentLoop prose{patience.prose_copies, patience.prose_bytes};
    SegmentLoop code{patience.code_copies, 400};
    for (auto rest = answer; !rest.empty();) {
        auto const line = next_line(rest);
        if (fence.read(line)) {
            if (code.read(trim(line))) return line;
            continue;
        }
        for (auto left = trim(line); !left.empty(); left = trim(left)) {
            auto const end = sentence_end(left);
            if (prose.read(left.substr(0, end))) return left.substr(0, end);
            left.remove_prefix(end);
        }
        if (auto const unit = repeated_phrase(line, patience.phrase_bytes); !unit.empty()) return unit;
    }
    return {};
}

}  // namespace

Evidence repetition(AnswerView const& view) {
    if (view.answer.size() < strict.prose_bytes) return std::nullopt;
    auto unit = looping_unit(view.answer, strict);
    if (unit.empty()) return std::nullopt;
    if (has_word_like(whole_prefix(task_of(view.context), 4096), wishes)) unit = looping_unit(view.answer, patient);
    if (unit.empty()) return std::nullopt;
    return evidence(unit);
}

}  // namespace signalbox::checks
