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
// is accepted or nothing is left to try. Lives in the frame of ChainOrchestrator::run.
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

    // Publishes everything, the terminal event included.
    Task<Result<ChainResult>> go();

private:
    struct Outcome {  // of one attempt
        Result<ExecutionResult> answer;
        ValidationResult validation{};
    };
    Task<Outcome> attempt(ModelCard const& model);
    // An attempt that ends before its call was made.
    Outcome no_call(ModelCard const& model, Error error);
    void note_shown(AttemptSink const& attempt_sink);
    Task<void> validate(Outcome& outcome, AttemptSink& attempt_sink);
    [[nodiscard]] bool judge_wanted(AttemptSink const& attempt_sink) const;
    [[nodiscard]] bool checks_wanted() const;
    // The fast path is checked too, but a good answer is news only to who asked, or saw one fail.
    [[nodiscard]] bool quiet() const;
    void announce(ValidationResult const& validation) const;
    void record(ModelCard const& model, Outcome const& outcome, AttemptSink const& attempt_sink, Duration latency);
    // Takes the answer's text out of `outcome` when it is the best so far.
    void keep_best(Outcome& outcome);
    // Tells of the step and makes its model the current one; false when the run is over.
    bool take(NextStep const& step, Outcome const& outcome);
    Task<void> back_off();
    [[nodiscard]] Result<ChainResult> finish(std::optional<Error> error);
    [[nodiscard]] ChainResult result_of_best();
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
    std::unique_ptr<Continuation> continuation_;  // null: what breaks off is not continued
    bool going_on_ = false;                       // the next attempt continues the text that is shown
    int text_nth_ = 0;                            // the attempt that this text began with
    std::string current_;
    std::vector<AttemptRecord> attempts_;
    std::optional<MicroUsd> spent_ = MicroUsd{};  // absent once a price is unknown
    std::optional<MicroUsd> budget_;
    std::optional<TimePoint> first_token_;
    int retries_ = 0;

    // The best answer so far; what the reader has on the screen may be a later, worse one.
    struct Best {
        ExecutionResult execution;
        ValidationResult validation{};
        int nth = 0;
    };
    std::optional<Best> best_;
    bool streamed_ = false;  // the latest attempt passed text to the reader
};

}  // namespace signalbox
