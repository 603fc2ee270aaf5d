#pragma once

#include "core/time.hpp"

#include <cstddef>

namespace signalbox {

// When it is worth learning anew.
struct RefitSchedule {
    std::size_t after = 200;                   // new outcomes
    Duration at_last = std::chrono::hours{1};  // or so long after the last time, when there are any

    [[nodiscard]] bool due(std::size_t fresh, Duration since_last) const {
        return fresh >= after || (fresh > 0 && since_last >= at_last);
    }
};

}  // namespace signalbox
