#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/chain_result.hpp"
#include "pipeline/run_scope.hpp"

#include <string_view>

namespace signalbox {

// The model that judges answers of `answering`: the configured one, else the best other model of
// the registry that is not left alone. Null when there is none, or judging is configured off ("none").
[[nodiscard]] ModelCard const* choose_judge(Snapshot const& snapshot, std::string_view answering,
                                            ModelHealth const* health = nullptr);

// Is there money for a judge of this answer?
[[nodiscard]] bool affords_judge(RunScope const& run, ModelCard const& judge, std::string_view answer);

// Asks `judge` for a verdict on one attempt's answer. A judge that fails, is late or babbles is
// *unknown*, never 0 and never 10; whether that will do is ChainPolicy's to say. What it used is in the run's ledger.
// REQUIRES: everything outlives the task.
Task<ValidationResult> ask_judge(RunScope& run, ModelCard const& judge, int attempt, std::string_view answer,
                                 Cancellation& cancellation);

}  // namespace signalbox
