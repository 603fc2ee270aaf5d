#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox::evaluation {

// How many words stand between white space, Unicode's included: the measure behind the contender "length".
[[nodiscard]] std::size_t word_count(std::string_view text);

}  // namespace signalbox::evaluation
