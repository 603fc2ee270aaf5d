#include "validation/loop_watch.hpp"

#include "validation/byte_search.hpp"
#include "validation/phrase_loop.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {

namespace {

// A line or sentence that does not end within this is read without its end.
constexpr std::size_t longest_piece = 768;

// Words of tasks whose proper answer may repeat itself.
constexpr std::array<std::string_view, 24> wishes{"repeat",   "times",    "song",  "lyric",       "poem",     "chant",
                                                  "mantra",   "copies",   "loop",  "pattern",     "template", "form",
                                                  "table",    "schedule", "lorem", "placeholder", "ascii",    "csv",
                                                  "sequence", "lines",    "dna",   "print",       "test",     "rhyme"};

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

}  // namespace

bool may_repeat(std::string_view task) { return has_word_like(whole_prefix(task, 4096), wishes); }

LoopWatch::LoopWatch(LoopPatience patience)
    : patience_{patience},
      prose_{patience.prose_copies, patience.prose_bytes},
      code_{patience.code_copies, patience.code_bytes} {}

void LoopWatch::use(LoopPatience patience) {
    patience_ = patience;
    prose_.demand(patience.prose_copies, patience.prose_bytes);
    code_.demand(patience.code_copies, patience.code_bytes);
}

std::string_view LoopWatch::read(std::string_view text, std::size_t& at, bool finished) {
    while (at < text.size()) {
        auto const end = text.find('\n', at);
        if (end == std::string_view::npos) {
            std::size_t taken = 0;
            auto unit = read_rest(text.substr(at), taken, finished);
            at += taken;
            if (!unit.empty() || finished || fence_.open()) return unit;
            // A phrase that loops needs no end; what was read of its line before is still there.
            auto const line = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
            return repeated_phrase(text.substr(line == std::string_view::npos ? 0 : line + 1), patience_.phrase_bytes);
        }
        auto const line = text.substr(at, end - at);
        at = end + 1;
        auto const unit = read_line(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
        if (!unit.empty()) return unit;
    }
    return {};
}

std::string_view LoopWatch::read_line(std::string_view line) {
    bool const begun = std::exchange(in_line_, false);
    bool const in_code = begun ? fence_.open() : fence_.read(line);
    if (in_code) return code_.read(trim(line)) ? line : std::string_view{};
    std::size_t taken = 0;
    auto const unit = read_sentences(line, taken, true);
    return unit.empty() ? repeated_phrase(line, patience_.phrase_bytes) : unit;
}

// A line whose end has not come yet.
std::string_view LoopWatch::read_rest(std::string_view rest, std::size_t& taken, bool finished) {
    if (finished) {
        taken = rest.size();
        return read_line(rest);
    }
    auto const begin = trim(rest);
    bool const may_be_fence = !in_line_ && (begin.empty() || begin.front() == '`' || begin.front() == '~');
    bool const wait = fence_.open() || may_be_fence;
    if (wait && rest.size() < longest_piece) return {};
    if (!wait) {
        auto const unit = read_sentences(rest, taken, false);
        if (!unit.empty() || rest.size() - taken < longest_piece) return unit;
    }
    in_line_ = true;
    auto const piece = trim(rest.substr(taken));
    taken = rest.size();
    return (fence_.open() ? code_ : prose_).read(piece) ? piece : std::string_view{};
}

std::string_view LoopWatch::read_sentences(std::string_view text, std::size_t& taken, bool whole) {
    for (auto left = trim(text); !left.empty(); left = trim(left)) {
        auto const end = sentence_end(left);
        if (!whole && end == left.size()) return {};
        auto const sentence = left.substr(0, end);
        left.remove_prefix(end);
        taken = static_cast<std::size_t>(left.data() - text.data());
        in_line_ = !whole;
        if (prose_.read(sentence)) return sentence;
    }
    return {};
}

}  // namespace signalbox
