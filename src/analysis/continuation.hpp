#pragma once

#include "analysis/estimator.hpp"
#include "analysis/features.hpp"

namespace signalbox {

// Whether a message makes sense only as going on with what was asked before: "yes, do it", "now in
// Rust", "commit it". Thanks and greetings do not go on with anything.
[[nodiscard]] bool is_continuation(Features const& features, Estimate const& alone);

}  // namespace signalbox
