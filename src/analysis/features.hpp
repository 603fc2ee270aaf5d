#pragma once

#include "analysis/signal.hpp"
#include "core/recent_turns.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace signalbox {

// What is counted in a message besides its words.
enum class Count : std::uint8_t {
    words,       // runs of letters; an ideograph is a word
    letters,     // ASCII
    uppercase,   // ASCII
    long_words,  // nine letters or more
    numbers,     // runs of digits
    lines,
    sentences,  // ends of: . ! ? and their likes in other scripts
    questions,  // question marks
    exclamations,
    commas,
    brackets,    // { } ( ) [ ] ;
    math_signs,  // = + * / ^ < > % and the like
    dollars,
    fences,       // ``` marks
    inline_code,  // ` marks that are no fence
    list_items,   // lines that begin with a bullet or a number
    options,      // lines that begin with a letter and a point: "B. 42"
    identifiers,  // snake_case, camelCase, call()
    paths,        // a/b between words
    urls,
    quotes,      // double quotes of any shape
    non_ascii,   // characters, valid ones
    ideographs,  // Chinese, Japanese, Korean characters
    rubbish,     // bytes that are no UTF-8, and control characters
};
inline constexpr std::size_t count_kinds = static_cast<std::size_t>(Count::rubbish) + 1;

struct Gram {
    std::uint32_t hash = 0;
    std::uint16_t count = 0;
    std::uint16_t edge = 0;  // of these, near the beginning or the end
};

enum class LengthUnit : std::uint8_t { none, words, sentences, lines, paragraphs, pages };

// One message in numbers: hashed words, pairs of neighbouring words and beginnings (of the message, of its
// last line), counts, and the lexicon's signals. Of a fixed size (48 KiB) and owned by the caller, so that nothing is
// allocated. Invariant: each hash occurs once among grams().
class Features {
public:
    static constexpr std::size_t max_grams = 4096;

    // Replaces what was there. Linear in the bytes of the turn's ends; any bytes will do.
    void read(Turn const& turn);

    [[nodiscard]] std::span<Gram const> grams() const { return {grams_.data(), gram_count_}; }
    [[nodiscard]] std::uint32_t count(Count kind) const { return counts_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] SignalHits signal(Signal kind) const { return signals_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] bool has(Signal kind) const { return signal(kind).all != 0; }

    std::size_t bytes = 0;                     // of the whole message
    std::size_t bytes_read = 0;                // less than bytes for a huge one
    double tokens = 0;                         // estimate for the whole message
    bool clipped = false;                      // something was left out
    LengthUnit asked_unit = LengthUnit::none;  // "in two sentences", "500 words"
    std::uint32_t asked_amount = 0;
    std::uint32_t body_words = 0;  // before the first option of a multiple choice; without one, all
    bool ends_asking = false;      // its last character is a question mark

private:
    friend class Scanner;
    void add(std::uint32_t hash, bool edge);
    void count_signals();

    static constexpr std::size_t slots = 8192;  // twice the grams: probes stay short
    std::array<Gram, max_grams> grams_;         // the first gram_count_ are meaningful
    std::size_t gram_count_ = 0;
    std::array<std::uint16_t, slots> slots_;  // index of a gram plus one; 0: free; set by read()
    std::array<std::uint32_t, count_kinds> counts_{};
    std::array<SignalHits, signal_count> signals_{};
};

}  // namespace signalbox
