#pragma once

#include "core/enum_text.hpp"
#include "core/tokens.hpp"

#include <cstdint>
#include <string>

namespace signalbox {

enum class Category : std::uint8_t { code, research, creative, analysis, chat };
inline constexpr std::array<std::string_view, 5> category_names{"code", "research", "creative", "analysis", "chat"};
[[nodiscard]] constexpr auto const& enum_names(Category) { return category_names; }

enum class Capability : std::uint8_t { reasoning, speed, knowledge, creativity, tool_use };
inline constexpr std::array<std::string_view, 5> capability_names{"reasoning", "speed", "knowledge", "creativity",
                                                                  "tool-use"};
[[nodiscard]] constexpr auto const& enum_names(Capability) { return capability_names; }

// A set of capabilities.
struct Capabilities {
    std::uint8_t bits = 0;
    constexpr void add(Capability c) { bits = static_cast<std::uint8_t>(bits | 1U << static_cast<unsigned>(c)); }
    [[nodiscard]] constexpr bool has(Capability c) const { return (bits >> static_cast<unsigned>(c) & 1U) != 0; }
    friend constexpr bool operator==(Capabilities, Capabilities) = default;
};

// What the analysis of one message found.
struct AnalysisResult {
    int complexity = 1;  // 1-10
    Category category = Category::chat;
    Capabilities capabilities;
    Tokens input_tokens;    // estimate of the whole prompt, history included
    Tokens output_tokens;   // estimate of the answer
    double difficulty = 0;  // 0-1: chance that a small model falls short; complexity is this in steps
    double need = 0;        // 0-1: how much more a strong model is worth here than elsewhere
    double confidence = 0;  // 0-1
    std::array<std::string_view, 4>
        reasons{};           // what weighed most, in words, most first; static text, unused ones empty
    bool inherited = false;  // the last message continues a pending task and took over its difficulty
    bool reviewed = false;   // a model looked at the message too: what stands here is settled between both
};

// The reasons as one sentence, e.g. "asks for code; several parts".
[[nodiscard]] std::string reasoning(AnalysisResult const& analysis);

}  // namespace signalbox
