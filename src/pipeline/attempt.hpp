#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "pipeline/attempt_outcome.hpp"
#include "pipeline/continuation.hpp"
#include "pipeline/run_scope.hpp"
#include "pipeline/successor.hpp"

#include <memory>
#include <optional>

namespace signalbox {

// What one attempt shall be.
struct AttemptOrder {
    ModelCard const* model = nullptr;
    int nth = 0;
    CallKind kind = CallKind::answer;
    StreamPolicy stream = StreamPolicy::off;  // what its reader may see before the end
    bool upstream_stream = false;             // ask the provider for a stream even when nobody sees it
    bool judged = true;                       // where the plan asks for a judge
    EventSink* sink = nullptr;                // its reader
    Cancellation* cancellation = nullptr;     // requested alone, it means that the attempt is not needed any more
    // Asks this instead of the run's own question; null: the run's.
    ChainContext const* question = nullptr;
    std::optional<TimePoint>* first_delta = nullptr;  // told when the first token comes; null: nobody asks
    Continuation* continuation = nullptr;             // keeps the text, for the case that it breaks off
    std::optional<int> goes_on;                       // the text on the screen that this call continues
    Successor* successor = nullptr;                   // who answers if it is stopped; null: somebody does
};

// Calls one model once: lets through what the reader may see, checks the answer, has it judged where
// that is wanted, and writes into the ledger what all of it used up. Publishes Started, and Answered
// and Validating when it comes so far; an answer that our own checks stopped is not Answered. A model that is left
// alone just now is not called: that is a failure like others. What follows from the outcome is the caller's to tell.
//
// Small frames: this is where an open stream waits.
// REQUIRES: everything `order` points at outlives the task.
Task<std::unique_ptr<AttemptOutcome>> attempt(RunScope& run, AttemptOrder order);

// The order for an answer that the run's own reader follows.
[[nodiscard]] AttemptOrder next_order(RunScope& run, ModelCard const& model);

}  // namespace signalbox
