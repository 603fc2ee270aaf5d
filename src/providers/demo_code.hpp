#pragma once

#include <string>
#include <string_view>

namespace signalbox {

// A small program that does what `question` asks, with a sentence or two around it; empty when the
// demo models do not know it. The programs are complete and right.
[[nodiscard]] std::string demo_code(std::string_view question);

// For programs they do not know: a class or a function of the kind that was asked for.
[[nodiscard]] std::string demo_code_sample(std::string_view question, std::string_view topic);

}  // namespace signalbox
