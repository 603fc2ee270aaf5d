#pragma once

#include "core/enum_text.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox {

// What a call to a model was made for.
enum class CallKind : std::uint8_t {
    answer,     // the answer itself: first attempts, fallbacks, escalations
    hedge,      // the second model of a race
    member,     // one voice of an ensemble
    synthesis,  // one answer out of an ensemble's
    judge,      // scores or picks answers
    analyzer,   // looks at the question
};
inline constexpr std::array<std::string_view, 6> call_kind_names{"answer",    "hedge", "member",
                                                                 "synthesis", "judge", "analyzer"};
[[nodiscard]] constexpr auto const& enum_names(CallKind) { return call_kind_names; }

}  // namespace signalbox
