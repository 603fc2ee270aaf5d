#pragma once

#include "cli/ask_view.hpp"

#include <simdjson.h>

#include <vector>

namespace signalbox::cli {

// The calls of a ChainResult in JSON, in the order of its ledger, each with how it went as far as the result tells.
[[nodiscard]] std::vector<AskCall> read_ledger(simdjson::dom::element result);

}  // namespace signalbox::cli
