#pragma once

#include "validation/judge.hpp"

#include <cstdint>
#include <string>

namespace signalbox {

// The verdict of a demo model on one answer, as the JSON that a judge is asked for. It reads the
// answer: faults that the deterministic checks find, and answers too thin for their question,
// score low; others 8 or 9.
[[nodiscard]] std::string demo_verdict(JudgedTexts const& texts, std::uint64_t seed);

}  // namespace signalbox
