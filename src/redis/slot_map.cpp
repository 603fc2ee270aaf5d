#include "redis/slot_map.hpp"

#include "redis/cluster_slot.hpp"

#include <tuple>

namespace signalbox::redis {

namespace {

bool is_number(Reply const& reply, std::int64_t most) {
    return reply.kind == Reply::Kind::integer && reply.integer >= 0 && reply.integer <= most;
}

std::optional<SlotRange> read_range(Reply const& row) {
    if (row.items.size() < 3) return std::nullopt;
    auto const& [first, last, master] = std::tie(row.items[0], row.items[1], row.items[2]);
    if (!is_number(first, cluster_slots - 1) || !is_number(last, cluster_slots - 1)) return std::nullopt;
    if (first.integer > last.integer || master.items.size() < 2) return std::nullopt;
    auto const& host = master.items[0];
    auto const& port = master.items[1];
    if (!(host.is_text() || host.is_nil()) || !is_number(port, 65535) || port.integer == 0) return std::nullopt;
    return SlotRange{.first = static_cast<std::uint16_t>(first.integer),
                     .last = static_cast<std::uint16_t>(last.integer),
                     .master = {host.text, static_cast<std::uint16_t>(port.integer)}};
}

}  // namespace

std::optional<std::vector<SlotRange>> read_slots(Reply const& reply) {
    if (!reply.is_array()) return std::nullopt;
    std::vector<SlotRange> ranges;
    ranges.reserve(reply.items.size());
    for (auto const& row : reply.items) {
        auto range = read_range(row);
        if (!range) return std::nullopt;
        ranges.push_back(std::move(*range));
    }
    return ranges;
}

}  // namespace signalbox::redis
