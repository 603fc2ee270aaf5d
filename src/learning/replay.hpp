#pragma once

#include "learning/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace signalbox {

using SharedOutcome = std::shared_ptr<Outcome const>;

// The outcomes that are learned from, again and again, oldest first.
//
// Invariants: no more than `capacity`; one for each id. When it is full the oldest goes; as long as
// half or more are of checks alone the oldest of those, so that they do not crowd out what says more.
// Threads: none; the owner locks.
class Replay {
public:
    explicit Replay(std::size_t capacity) : capacity_{capacity} {}

    // Takes the place of one with the same id, or is added.
    void take(Outcome outcome);
    [[nodiscard]] std::size_t size() const { return index_.size(); }
    [[nodiscard]] std::size_t of(OutcomeSource source) const { return counts_[static_cast<std::size_t>(source)]; }
    [[nodiscard]] std::vector<SharedOutcome> all() const;

private:
    void remove(std::size_t place);
    void make_room();
    void compact();

    std::size_t capacity_;
    std::vector<SharedOutcome> places_;                     // null: gone
    std::unordered_map<std::uint64_t, std::size_t> index_;  // id to place
    std::deque<std::size_t> checks_;                        // places of outcomes of checks, oldest first; some are gone
    std::size_t oldest_ = 0;                                // none before it is there
    std::array<std::size_t, outcome_source_names.size()> counts_{};
};

}  // namespace signalbox
