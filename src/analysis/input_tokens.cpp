#include "analysis/input_tokens.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

Tokens estimate_input_tokens(RecentTurns const& recent, Features const& last) {
    constexpr std::size_t telling_bytes = 200;
    constexpr double prose = 0.25;  // tokens a byte of English
    constexpr double wrapping = 4;  // role and separators of a message
    auto const rate =
        last.bytes < telling_bytes ? prose : std::clamp(last.tokens / static_cast<double>(last.bytes), 0.2, 0.5);
    auto const rest = static_cast<double>(recent.total_bytes - last.bytes);
    auto const all = last.tokens + rest * rate + wrapping * static_cast<double>(recent.messages);
    return {static_cast<std::int64_t>(std::ceil(all))};
}

}  // namespace signalbox
