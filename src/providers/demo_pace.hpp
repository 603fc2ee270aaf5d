#pragma once

#include "core/time.hpp"
#include "routing/model_card.hpp"

#include <cstdint>
#include <string_view>

namespace signalbox {

// When a demo model says what.
struct DemoPace {
    Duration first_token{};
    Duration gap{};
    // The moment of the nth token, from 0, of an answer begun at `begun`.
    [[nodiscard]] TimePoint due(TimePoint begun, std::int64_t nth) const { return begun + first_token + nth * gap; }
};

// The speed of the card; the better model also thinks longer before its first word.
[[nodiscard]] DemoPace demo_pace(ModelCard const& model);

// The first token of `text`: a word with the blanks behind it, at most 12 bytes, never half a
// character. Empty only when `text` is.
[[nodiscard]] std::string_view demo_piece(std::string_view text);

}  // namespace signalbox
