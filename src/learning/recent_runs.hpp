#pragma once

#include "core/time.hpp"
#include "learning/outcome.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The id of a request in the form that it is made in: 32 hexadecimal digits.
using RunId = std::array<std::uint64_t, 2>;
[[nodiscard]] std::optional<RunId> read_run_id(std::string_view text);

// What somebody said of a run.
struct Rating {
    std::optional<double> score{};          // 0-1
    std::optional<RunId> preferred_over{};  // this one's answer is the better of both
    friend bool operator==(Rating const&, Rating const&) = default;
};

// A run that may still be rated: its answer's outcome but for the score.
struct RecentRun {
    RunId id{};
    TimePoint ended{};
    Outcome outcome{};      // of its answer; id, source, score and weight are open
    std::uint64_t run = 0;  // keyed hash of the id, for outcome_id()
    std::optional<Rating> rating{};
};

// The last runs of all loops by their ids.
//
// Invariants: no more than `capacity`; none is older than `keep`. The oldest go first.
// Time is an argument. Threads: safe from all loops; in parts with a lock each.
class RecentRuns {
public:
    RecentRuns(std::size_t capacity, Duration keep);

    // Of two with one id the first stays.
    void add(RecentRun run);
    // Lets `look` see and change the run, while nobody else does; false: there is none.
    bool visit(RunId const& id, TimePoint now, std::function<void(RecentRun&)> const& look);
    [[nodiscard]] std::size_t size() const;

private:
    struct Part {
        mutable std::mutex mutex;
        std::vector<RecentRun> ring;  // a place is taken again when its turn comes
        std::size_t next = 0;
        std::unordered_map<std::uint64_t, std::size_t> index;  // first half of the id to its place
    };
    [[nodiscard]] Part& part_of(RunId const& id) { return *parts_[id[1] % parts_.size()]; }

    Duration keep_;
    std::size_t part_capacity_;
    std::vector<std::unique_ptr<Part>> parts_;
};

}  // namespace signalbox
