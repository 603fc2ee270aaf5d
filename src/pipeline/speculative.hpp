#pragma once

#include "async/task.hpp"
#include "pipeline/race.hpp"
#include "pipeline/single.hpp"
#include "pipeline/successor.hpp"

#include <memory>
#include <optional>

namespace signalbox {

// Strategy `speculative`: the cheap model of the plan's team starts; the strong one starts too when the
// cheap one has had no token for longer than most of its calls take. The first answer that passes
// wins, the other call is cancelled, and both are in the ledger. When neither passes, the run goes on
// as `single` does after two attempts.
// REQUIRES: the plan's strategy is speculative; the strategy outlives its task.
class Speculative {
public:
    explicit Speculative(RunScope& run);
    Task<void> begin();

private:
    using Outcome = std::unique_ptr<AttemptOutcome>;
    // The other attempt, as long as it goes on; the strong one as long as it may still be asked.
    class Rival final : public Successor {
    public:
        Rival(Speculative const& race, int lane) : race_{race}, lane_{lane} {}
        [[nodiscard]] bool follows(ValidationResult const&) override;

    private:
        Speculative const& race_;
        int lane_;
    };
    // One of both attempts, to its end; null when it was never started.
    Task<Outcome> call(int lane);
    // Waits for the moment when the strong model shall start. False: it is not needed.
    Task<bool> needed();
    void tell_end(int lane, AttemptOutcome const& outcome);
    Task<void> conclude(std::optional<std::size_t> winner, Outcome cheap, Outcome strong);

    RunScope& run_;
    Race race_;
    std::array<ModelCard const*, 2> models_;
    Cancellation both_;  // below the run's; requested when there is a winner
    std::array<Cancellation, 2> stops_;
    std::optional<TimePoint> first_token_;  // of the cheap model
    std::array<bool, 2> running_{};
    int last_ = 0;         // who ended last
    bool hedged_ = false;  // the strong model was started
};

}  // namespace signalbox
