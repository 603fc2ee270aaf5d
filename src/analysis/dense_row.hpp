#pragma once

#include "analysis/features.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox {

// What is computed of a message besides its counts and signals.
enum class Shape : std::uint8_t {
    bias,           // always 1
    length,         // log of the words
    length_square,  // its square: what is short and what is very long differ from the middle
    size,           // log of the bytes
    words_a_sentence,
    letters_a_word,
    figures_a_word,  // numbers and math signs
    uppercase,       // share of the letters
    foreign,         // share of the bytes that are no ASCII
    long_words,      // share of the words
    code_marks,      // fences, identifiers, brackets a word
    question,        // has a question mark
    multiple_choice,
    demands,     // list items, and questions beyond the first
    few_words,   // below `few_words_below`
    small_talk,  // at most eight words, one of them a greeting
    asked_short,
    asked_long,
    unreadable,      // much of it is no text
    nothing,         // no words at all
    body,            // log of the words before the options of a multiple choice
    option_length,   // log of the words an option has
    ends_asking,     // its last character is a question mark
    short_question,  // asks for a fact in at most twelve words
};
inline constexpr std::size_t shape_count = static_cast<std::size_t>(Shape::short_question) + 1;

// The dense half of a design row: shapes, then counts, then signals; each roughly between 0 and 3.
inline constexpr std::size_t dense_count = shape_count + count_kinds + signal_count;
using DenseRow = std::array<float, dense_count>;

[[nodiscard]] constexpr std::size_t dense_index(Shape shape) { return static_cast<std::size_t>(shape); }
[[nodiscard]] constexpr std::size_t dense_index(Count kind) { return shape_count + static_cast<std::size_t>(kind); }
[[nodiscard]] constexpr std::size_t dense_index(Signal kind) {
    return shape_count + count_kinds + static_cast<std::size_t>(kind);
}

// Of fewer words than this only signals and marks count, not how many or how long they are: "Write a class",
// "Create a merge sort" and "Implement quicksort" are one kind of request and come out alike.
inline constexpr std::uint32_t few_words_below = 6;

[[nodiscard]] DenseRow dense_row(Features const& features);

// How far single words are believed when it comes to difficulty, 0-1: not in a message of few words, fully from
// nine on. Scales the grams of every design for `ease` and `gain`.
[[nodiscard]] inline float gram_trust(DenseRow const& row) {
    auto const log_words = 4 * row[dense_index(Shape::length)];
    return std::clamp((log_words - 2.4F) / 0.9F, 0.0F, 1.0F);
}

// What a dense feature of this value says of a message, for people: "asks for a proof". Empty when it explains nothing
// by itself, or is too small to be worth a word.
[[nodiscard]] std::string_view dense_reason(std::size_t index, float value);

}  // namespace signalbox
