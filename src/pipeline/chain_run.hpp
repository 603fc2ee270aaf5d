#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "core/chain_result.hpp"
#include "pipeline/attempt_sink.hpp"
#include "pipeline/call_permit.hpp"
#include "pipeline/continuation.hpp"
#include "pipeline/decision.hpp"
#include "pipeline/judging.hpp"
#include "pipeline/rules_now.hpp"
#include "pipeline/snapshot.hpp"

#include <memory>
#include <optional>
#include <random>

namespace signalbox {

// One request on its way through the chain: decide, attempt, validate, next step, until an answer
// is accepted or nothing is left to try.
//
// An idle stream waits inside an attempt: what its coroutines keep across that wait is memory for
// each open stream. Outcomes and the result are therefore made when they come, behind one pointer.
class ChainRun {
public:
    struct Parts {
        Time& time;
        RouteCache& cache;
        std::shared_ptr<Snapshot const> snapshot;
        std::shared_ptr<Providers const> providers;
        std::mt19937_64& random;  // for jitter and for the judge's fence
    };
    ChainRun(Parts parts, ChainContext const& context, EventSink& sink, Cancellation& cancellation);

    // Publishes everything, the terminal event included; keeps `run` until then.
    static Task<ChainAnswer> go(std::unique_ptr<ChainRun> run);

private:
    struct Outcome {  // of one attempt
        Result<ExecutionResult> answer;
        ValidationResult validation{};
        int nth = 0;
    };
    [[nodiscard]] Result<void> decide_route();
    Task<std::unique_ptr<Outcome>> attempt(ModelCard const& model);
    // An attempt that ends before its call was made.
    [[nodiscard]] std::unique_ptr<Outcome> no_call(ModelCard const& model, Error error);
    // The step after an attempt; absent when the run goes on with `model_`.
    [[nodiscard]] std::optional<ChainAnswer> after(std::unique_ptr<Outcome> outcome);
    void note_shown(AttemptSink const& attempt_sink);
    Task<void> validate(Outcome& outcome, AttemptSink& attempt_sink);
    [[nodiscard]] bool judge_wanted(ExecutionResult const& execution, AttemptSink const& attempt_sink) const;
    [[nodiscard]] bool checks_wanted() const;
    // The fast path is checked too, but a good answer is news only to who asked, or saw one fail.
    [[nodiscard]] bool quiet() const;
    void announce(ValidationResult const& validation) const;
    void record(ModelCard const& model, Outcome const& outcome, AttemptSink const& attempt_sink, Duration latency);
    // Takes `outcome` when it is the best so far.
    void keep_best(std::unique_ptr<Outcome>& outcome);
    // Tells of the step and makes its model the current one; false when the run is over.
    bool take(NextStep const& step, ValidationResult const& validation, Error const* error);
    bool go_on_with(std::string_view model, bool better);
    Task<void> back_off();
    [[nodiscard]] ChainAnswer finish(Error const* error);
    [[nodiscard]] ChainAnswer finish_late();
    [[nodiscard]] ChainAnswer fail_with(Error error);
    void show_best_again();
    [[nodiscard]] std::unique_ptr<ChainResult> result_of_best();
    [[nodiscard]] std::string new_fence() const;

    Parts parts_;
    ChainContext const& context_;
    EventSink& sink_;
    Cancellation& cancellation_;
    TimePoint started_;
    TimePoint deadline_;
    Decision decision_;
    RulesNow rules_;
    Progress progress_;
    ModelCard const* model_ = nullptr;            // of the next attempt
    bool pause_ = false;                          // before it
    std::unique_ptr<Continuation> continuation_;  // null: what breaks off is not continued
    bool going_on_ = false;                       // the next attempt continues the text that is shown
    int text_nth_ = 0;                            // the attempt that this text began with
    std::vector<AttemptRecord> attempts_;
    std::optional<MicroUsd> spent_ = MicroUsd{};  // absent once a price is unknown
    MicroUsd known_spent_;                        // what is known of it: the budget holds for this at least
    std::optional<MicroUsd> budget_;
    std::optional<TimePoint> first_token_;
    int retries_ = 0;

    // The best answer so far; what the reader has on the screen may be a later, worse one.
    std::unique_ptr<Outcome> best_;
    bool streamed_ = false;   // the latest attempt passed text to the reader
    bool any_shown_ = false;  // some attempt did
};

}  // namespace signalbox
