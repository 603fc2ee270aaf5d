#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox {

// Takes one numbered part ("2. Why?", "(2) why?", "2) why?") after another off a text, as long as
// their numbers go on from 1. What follows a number up to the next one is its part.
class NumberedParts {
public:
    explicit NumberedParts(std::string_view text) : rest_{text} {}
    // False at the end. `number` and `part` then are those of the last one.
    bool next();
    [[nodiscard]] std::size_t number() const { return number_; }
    [[nodiscard]] std::string_view part() const { return part_; }

private:
    std::string_view rest_;
    std::string_view part_;
    std::size_t number_ = 0;
};

// How many questions `text` numbers; 0 unless there are at least two and each asks something.
[[nodiscard]] std::size_t numbered_questions(std::string_view text);

// How many of the parts 1, 2, 3, ... an answer's lines begin with. 0 when it does not begin with
// part 1, counts from 1 more than once, or uses headings: its order is then another one.
[[nodiscard]] std::size_t numbered_answers(std::string_view answer);

}  // namespace signalbox
