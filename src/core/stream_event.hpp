#pragma once

#include "core/chain_result.hpp"

#include <string_view>

namespace signalbox {

enum class StreamEventType : std::uint8_t { analyzing, routing, executing, validating, retrying, complete, error };
inline constexpr std::array<std::string_view, 7> stream_event_type_names{
    "analyzing", "routing", "executing", "validating", "retrying", "complete", "error"};
[[nodiscard]] constexpr auto const& enum_names(StreamEventType) { return stream_event_type_names; }

// What the caller sees while a request runs. `complete` and `error` are terminal.
// Pointers and views are null or empty when the event does not carry them. As handed to a sink they
// live until the sink returns; OwnedStreamEvent (pipeline) keeps what they point at.
struct StreamEvent {
    StreamEventType type = StreamEventType::analyzing;
    std::string_view stage;  // analysis, simple-route, routing, execution, token, validation, retry, complete, error
    std::string message;
    double progress = 0;  // 0-1, never goes back within one run

    AnalysisResult const* analysis = nullptr;
    RoutingPlan const* plan = nullptr;
    std::string_view model;
    std::optional<int> attempt;
    std::optional<int> retry_count;
    std::string_view content;  // tokens since the last event, or the whole answer on `complete`
    bool cache_hit = false;
    Usage const* usage = nullptr;
    ValidationResult const* validation = nullptr;
    ChainResult const* result = nullptr;
    Error const* error = nullptr;
    int attempts = 0;  // made before the error

    [[nodiscard]] bool terminal() const { return type == StreamEventType::complete || type == StreamEventType::error; }
};

}  // namespace signalbox
