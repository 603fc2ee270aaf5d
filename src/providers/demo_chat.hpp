#pragma once

#include "providers/demo_question.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// A sentence or two for a simple question: sums, capitals, greetings, else what the question is about.
[[nodiscard]] std::string demo_chat(std::string_view text, DemoQuestion const& question, std::uint64_t hash);

// Four lines on the topic.
[[nodiscard]] std::string demo_poem(std::string_view topic, std::uint64_t hash);

}  // namespace signalbox
