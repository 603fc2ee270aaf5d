#pragma once

#include "core/keyed_hash.hpp"
#include "core/wall_clock.hpp"
#include "learning/evidence.hpp"
#include "learning/feedback_quota.hpp"
#include "learning/recent_runs.hpp"
#include "pipeline/run_outcomes.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string_view>

namespace signalbox::app {

// Makes outcomes of what runs tell at their end and of what their readers say of them. A run that may still be rated
// is remembered by its id, for a day, without a word of it.
// Threads: safe from all loops.
class OutcomeDesk final : public RunOutcomes {
public:
    static constexpr std::size_t max_recent = 10'000;
    static constexpr Duration recent = std::chrono::hours{24};

    // Takes an outcome; false: it had to be dropped. Called from any loop.
    using Take = std::function<bool(Outcome)>;
    using Describe = std::function<void(LearningState&)>;
    // Hears what somebody thinks of a run, 0-1; absent: nothing any more. Called from any loop.
    using Rated = std::function<void(RunId const&, std::optional<double>)>;

    // `secret` keys the hashes of ids and parties.
    OutcomeDesk(KeyedHash::Key const& secret, std::size_t feedback_a_day, WallClock clock, Take take, Describe describe,
                Rated rated);

    // Ratings of before a restart count against their day too.
    void remember(std::span<Outcome const* const> outcomes, TimePoint now);

    void ended(ChainContext const& context, ChainResult const& result, Snapshot const& snapshot, std::string_view key,
               TimePoint now) override;
    [[nodiscard]] Result<FeedbackEffect> rate(Feedback const& feedback, TimePoint now) override;
    [[nodiscard]] LearningState state() const override;

private:
    [[nodiscard]] std::uint64_t party_of(std::string_view key) const;
    [[nodiscard]] std::uint64_t run_hash(RunId const& id) const;
    [[nodiscard]] Result<FeedbackEffect> settle(RecentRun& run, Rating const& rating, RecentRun const* worse,
                                                std::int64_t at);
    [[nodiscard]] Result<void> admit(std::uint64_t party, std::int64_t at);
    [[nodiscard]] std::optional<RecentRun> own_run(RunId const& id, std::uint64_t party, TimePoint now);
    void withdraw(RunId const& worse, TimePoint now);

    KeyedHash::Key secret_;
    WallClock clock_;
    Take take_;
    Describe describe_;
    Rated tell_rated_;
    RecentRuns runs_;
    std::atomic<std::uint64_t> explored_{0};
    std::atomic<bool> rated_{false};  // by anybody yet: only then rows are made of runs that nothing is measured of
    std::mutex quota_mutex_;
    FeedbackQuota quota_;
};

}  // namespace signalbox::app
