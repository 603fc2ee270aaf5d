#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace signalbox::wire {

// Members that whole answers and chunks of OpenAI's shape share. Providers differ: null stands for
// absent, and a value that makes no sense counts as not told, where nothing hangs on it.

[[nodiscard]] std::optional<Usage> read_usage(simdjson::dom::element value);
// Unknown reasons count as stop.
[[nodiscard]] FinishReason read_finish_reason(std::string_view text);
// The kind of an `error` member's value, or of a whole error body, that came with `status`.
[[nodiscard]] Error classify_error(int status, simdjson::dom::element value);

}  // namespace signalbox::wire
