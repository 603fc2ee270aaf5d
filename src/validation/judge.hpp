#pragma once

#include "core/chain_context.hpp"
#include "core/chain_result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The prompt for a judging model. Question and answer are quoted and fenced with a random marker
// `fence`, because the answer may try to talk to the judge. Long texts are cut in the middle.
[[nodiscard]] std::vector<Message> judge_prompt(ChainContext const& context, std::string_view answer,
                                                std::string_view fence);

// Reads the judge's reply: JSON with accuracy, completeness and score 0-10 and issues, also inside
// a code fence or between prose. Out of range, not a number, missing or unreadable: `unknown`.
// Valid when score >= cut.
[[nodiscard]] ValidationResult read_verdict(std::string_view reply, double cut);

}  // namespace signalbox
