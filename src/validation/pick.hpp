#pragma once

#include "core/chain_context.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox {

// The first words of the system message of every prompt that asks for a pick.
inline constexpr std::string_view pick_marker = "You choose the best of several answers.";

// The prompt for a model that picks one of `answers`, quoted and fenced as answer_list() does.
// Whoever asks shuffles the answers before, so that their places say nothing.
[[nodiscard]] std::vector<Message> pick_prompt(std::string_view question, std::vector<std::string_view> const& answers,
                                               std::string_view fence);

// Which of `count` answers the reply picks: JSON with a member "best" that is one of their letters,
// also inside a code fence or between prose. Nothing when that cannot be read, or objects disagree.
[[nodiscard]] std::optional<std::size_t> read_pick(std::string_view reply, std::size_t count);

}  // namespace signalbox
