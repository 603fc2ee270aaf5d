#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A short, closed answer as it is counted: lower case, without markup, punctuation at its ends, what
// merely introduces it ("the answer is"), and single spaces between words. Empty for an answer that is
// too long to be counted (more than 200 bytes).
[[nodiscard]] std::string countable(std::string_view answer);

struct Majority {
    std::vector<std::size_t> voters;  // the answers that agree, two at least, in their order
};
// The answers that agree and are more than those of any other opinion. Nothing when no two agree, two
// opinions have the same number, or the answers are too long to be counted.
[[nodiscard]] std::optional<Majority> majority(std::vector<std::string_view> const& answers);

}  // namespace signalbox
