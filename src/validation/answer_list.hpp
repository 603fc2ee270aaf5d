#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What several models answered to one question, for the prompt of a model that reads them all. Each
// text stands between a BEGIN and an END line that carry `fence`, a random mark, because an answer may
// try to talk to who reads it. Long texts are cut in the middle, with [...] in place.

// The question, as "QUESTION", and the answers as "ANSWER A", "ANSWER B", ...; at most 26.
[[nodiscard]] std::string answer_list(std::string_view question, std::vector<std::string_view> const& answers,
                                      std::string_view fence);

// The letter of the n-th answer, from 0.
[[nodiscard]] constexpr char answer_letter(std::size_t nth) { return static_cast<char>('A' + nth); }

}  // namespace signalbox
