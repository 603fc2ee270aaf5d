#pragma once

#include "redis/redirection.hpp"
#include "redis/reply.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox::redis {

// A run of slots and the master that serves it.
struct SlotRange {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    NodeAddress master;
};

// Reads the reply to CLUSTER SLOTS. None when any part of it is not what it should be.
[[nodiscard]] std::optional<std::vector<SlotRange>> read_slots(Reply const& reply);

}  // namespace signalbox::redis
