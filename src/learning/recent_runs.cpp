#include "learning/recent_runs.hpp"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

// Every request with a record or an outcome comes by here: a plain loop takes a quarter of what from_chars does.
std::optional<std::uint64_t> read_half(std::string_view text) {
    std::uint64_t value = 0;
    for (char const c : text) {
        bool const decimal = c >= '0' && c <= '9';
        if (!decimal && (c < 'a' || c > 'f')) return std::nullopt;
        value = value << 4 | static_cast<std::uint64_t>(decimal ? c - '0' : c - 'a' + 10);
    }
    return value;
}

}  // namespace

std::optional<RunId> read_run_id(std::string_view text) {
    if (text.size() != 32) return std::nullopt;
    auto const first = read_half(text.substr(0, 16));
    auto const second = read_half(text.substr(16));
    if (!first || !second) return std::nullopt;
    return RunId{*first, *second};
}

RecentRuns::RecentRuns(std::size_t capacity, Duration keep) : keep_{keep} {
    std::size_t const count = capacity < 1024 ? 1 : 16;
    part_capacity_ = std::max<std::size_t>(1, capacity / count);
    for (std::size_t i = 0; i < count; ++i) parts_.push_back(std::make_unique<Part>());
}

void RecentRuns::add(RecentRun run) {
    auto& part = part_of(run.id);
    std::lock_guard const lock{part.mutex};
    if (part.index.contains(run.id[0])) return;
    if (part.ring.size() < part_capacity_) {
        part.index.emplace(run.id[0], part.ring.size());
        part.ring.push_back(std::move(run));
        return;
    }
    auto const place = std::exchange(part.next, (part.next + 1) % part_capacity_);
    part.index.erase(part.ring[place].id[0]);
    part.index.emplace(run.id[0], place);
    part.ring[place] = std::move(run);
}

bool RecentRuns::visit(RunId const& id, TimePoint now, std::function<void(RecentRun&)> const& look) {
    auto& part = part_of(id);
    std::lock_guard const lock{part.mutex};
    auto const found = part.index.find(id[0]);
    if (found == part.index.end()) return false;
    auto& run = part.ring[found->second];
    if (run.id != id || now - run.ended >= keep_) return false;
    look(run);
    return true;
}

std::size_t RecentRuns::size() const {
    std::size_t sum = 0;
    for (auto const& part : parts_) {
        std::lock_guard const lock{part->mutex};
        sum += part->ring.size();
    }
    return sum;
}

}  // namespace signalbox
