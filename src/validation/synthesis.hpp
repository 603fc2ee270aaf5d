#pragma once

#include "core/chain_context.hpp"

#include <string_view>
#include <vector>

namespace signalbox {

// The first words of the system message of every prompt for a synthesis.
inline constexpr std::string_view synthesis_marker = "You write one answer out of several.";

// The conversation for a model that reads what others answered and gives the user one answer: the
// user's conversation with the answers, quoted and fenced, in place of its last message.
[[nodiscard]] std::vector<Message> synthesis_prompt(ChainContext const& context,
                                                    std::vector<std::string_view> const& answers,
                                                    std::string_view fence);

}  // namespace signalbox
