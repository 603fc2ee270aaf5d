#pragma once

#include "pipeline/run_scope.hpp"
#include "pipeline/shared_questions.hpp"
#include "routing/breaker.hpp"

namespace signalbox {

// Asks the configured model what it thinks of a request, while the request waits for its first attempt.
// One per loop; runs share it, so that equal messages at the same time are asked about once.
//
// The built-in analysis has routed the request already; only an analysis that comes in time, can be
// read and is at least as sure replaces it, and then the request is routed anew. Whatever else happens
// changes nothing but the plan's `analysis_reason`. The answer is remembered in the analysis memo.
// A model that is late or unreadable again and again is left alone for a while, as an analyzer only.
class AnalyzerDesk {
public:
    // It outlives the desk.
    explicit AnalyzerDesk(Time& time) : questions_{time} {}

    // Waits at most AnalyzerPolicy::timeout and leaves in `run` what is decided for good. After it the
    // run may be cancelled or out of time. REQUIRES: may_be_reviewed(); `run` outlives the task.
    [[nodiscard]] Task<void> review(RunScope& run);

private:
    [[nodiscard]] Task<SharedOpinion> opinion_on(RunScope& run);
    [[nodiscard]] Task<SharedOpinion> shared_opinion(RunScope& run);
    [[nodiscard]] Task<SecondOpinion> ask(RunScope& run, TimePoint until, bool whole_patience);

    SharedQuestions questions_;
    Breaker breaker_;
};

}  // namespace signalbox
