#pragma once

#include "async/time.hpp"
#include "pipeline/next_step.hpp"
#include "pipeline/snapshot.hpp"

namespace signalbox {

// The rules of next_step, asked with what holds at this moment: who is well, and whether the server's
// retry budget allows one more call. A step that makes a call after a failed one is paid for here.
class RulesNow {
public:
    // Both outlive it.
    RulesNow(Snapshot const& snapshot, Time& time) : snapshot_{snapshot}, time_{time} {}

    void request_began() const;
    // Both fill in what holds now, but for `health`, which lives no longer than the call.
    [[nodiscard]] NextStep after_answer(Progress& progress, ValidationResult const& validation) const;
    [[nodiscard]] NextStep after_failure(Progress& progress, Errc code) const;

private:
    Snapshot const& snapshot_;
    Time& time_;
};

// What the caller is told when a run ends with `step` after a call that failed with `error`: the
// failure itself, unless something else kept the run from going on.
[[nodiscard]] Error last_word(GiveUp step, Error error);

}  // namespace signalbox
