#pragma once

#include "providers/demo_question.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// A structured answer to a complex question: one numbered part for each part asked for, else the
// usual steps from goal to measurement. `thorough` says more in each part.
[[nodiscard]] std::string demo_essay(std::string_view text, DemoQuestion const& question, bool thorough,
                                     std::uint64_t hash);

}  // namespace signalbox
