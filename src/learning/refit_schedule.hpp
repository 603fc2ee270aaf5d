#pragma once

#include "core/time.hpp"

#include <algorithm>
#include <cstddef>

namespace signalbox {

// When it is worth learning anew. Learning takes a tenth of one core at most: after it there is a rest.
struct RefitSchedule {
    static constexpr int rest = 9;  // times as long as the last time took

    std::size_t after = 200;                   // new outcomes
    Duration at_last = std::chrono::hours{1};  // or so long after the last time, when there are any

    [[nodiscard]] bool due(std::size_t fresh, Duration since_last, Duration last_took = {}) const {
        return fresh > 0 && since_last >= wait(fresh, last_took);
    }
    // From the end of the last time until the next one, if nothing new comes. REQUIRES: something is new.
    [[nodiscard]] Duration wait(std::size_t fresh, Duration last_took) const {
        return fresh >= after ? rest * last_took : std::max(at_last, rest * last_took);
    }
};

}  // namespace signalbox
