#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fake {

// A short, proper answer in the language of the prompt, always the same for the same prompt.
[[nodiscard]] std::string answer_to(std::string_view prompt, bool json);

// `count` words of English prose in which no sentence comes twice.
[[nodiscard]] std::string prose(std::size_t count);

// The text in pieces as a model would send them: a word with the blank after it.
[[nodiscard]] std::vector<std::string_view> pieces(std::string_view text);

}  // namespace fake
