#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "core/chain_result.hpp"
#include "pipeline/provider.hpp"
#include "pipeline/snapshot.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// The providers of one worker loop, by name.
using Providers = std::unordered_map<std::string, std::shared_ptr<Provider>>;

// The model that judges answers of `answering`: the configured one, else the best other model of
// the registry that is not left alone. Null when there is none, or judging is configured off ("none").
[[nodiscard]] ModelCard const* choose_judge(Snapshot const& snapshot, std::string_view answering,
                                            ModelHealth const* health = nullptr);

// Asks `judge` for a verdict on one answer. A judge that fails, is late or babbles is *unknown*,
// never 0 and never 10; only its cost is then filled in.
// REQUIRES: everything outlives the task.
Task<ValidationResult> ask_judge(ModelCard const& judge, ChainContext const& context, std::string_view answer,
                                 std::string fence, Snapshot const& snapshot, Providers const& providers, Time& time,
                                 TimePoint deadline, Cancellation& cancellation);

}  // namespace signalbox
