#pragma once

#include "core/chain_result.hpp"
#include "wire/json_writer.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace signalbox::wire {

// Members that whole messages and stream events of Anthropic's Messages API share.

// What is told replaces what was told before: counts in a stream are cumulative. Null, absent and senseless
// counts leave `counts` as it is.
struct MessageUsage {
    std::optional<std::int64_t> input;  // without what was read from or written to the prompt cache
    std::optional<std::int64_t> output;
    std::int64_t cache_read = 0;
    std::int64_t cache_written = 0;

    void take(simdjson::dom::element usage);
    // Nothing when neither input nor output was told.
    [[nodiscard]] std::optional<Usage> usage() const;
};

// Unknown reasons count as stop.
[[nodiscard]] FinishReason read_stop_reason(std::string_view text);
[[nodiscard]] std::string_view stop_reason_of(FinishReason reason);
// Some providers say `stop` after tool calls; clients of this API go by the reason.
[[nodiscard]] FinishReason settled_reason(ExecutionResult const& execution);

// The member `usage`: input without what came from the cache, as Anthropic counts it.
void write_message_usage(JsonWriter& json, Usage const& usage);

}  // namespace signalbox::wire
