#pragma once

#include "core/chain_context.hpp"
#include "core/chain_result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// The first words of the system message of every judge prompt.
inline constexpr std::string_view judge_marker = "You are the judge of another model's answer.";

// The prompt for a judging model. Question and answer are quoted and fenced with a random marker
// `fence`, because the answer may try to talk to the judge. Long texts are cut in the middle.
[[nodiscard]] std::vector<Message> judge_prompt(ChainContext const& context, std::string_view answer,
                                                std::string_view fence);

// What a judge prompt asks to judge; views into its messages.
struct JudgedTexts {
    std::string_view question;
    std::string_view answer;
};

// Reads back a prompt made by judge_prompt; nothing for any other conversation.
[[nodiscard]] std::optional<JudgedTexts> judged_texts(std::vector<Message> const& prompt);

// Reads the judge's reply: JSON with accuracy, completeness and score 0-10 and issues, also inside
// a code fence or between prose. Out of range, not a number, missing or unreadable: `unknown`; so
// are two objects that disagree. Issues and reasoning may be left out.
// Valid when score >= cut.
[[nodiscard]] ValidationResult read_verdict(std::string_view reply, double cut);

}  // namespace signalbox
