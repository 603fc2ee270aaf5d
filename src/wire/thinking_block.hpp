#pragma once

#include <string>
#include <string_view>

namespace signalbox::wire {

// Anthropic's thinking as one object of `reasoning_details`, the form in which OpenRouter's clients keep it and
// send it back. The signature must come back unchanged, or a turn with tool calls cannot go on.
inline constexpr std::string_view thinking_format = "anthropic-claude-v1";
[[nodiscard]] std::string thinking_detail(std::string_view thinking, std::string_view signature);
[[nodiscard]] std::string redacted_thinking_detail(std::string_view data);

}  // namespace signalbox::wire
