#pragma once

#include "core/enum_text.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "core/trace_span.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

enum class Role : std::uint8_t { system, user, assistant, tool };
inline constexpr std::array<std::string_view, 4> role_names{"system", "user", "assistant", "tool"};
[[nodiscard]] constexpr auto const& enum_names(Role) { return role_names; }

struct Message {
    Role role = Role::user;
    std::string content;  // text parts joined by newlines; other parts live in RawChat only
};

enum class Strategy : std::uint8_t { single, ensemble, speculative };
inline constexpr std::array<std::string_view, 3> strategy_names{"single", "ensemble", "speculative"};
[[nodiscard]] constexpr auto const& enum_names(Strategy) { return strategy_names; }

// How an ensemble makes one answer out of several.
enum class EnsembleMode : std::uint8_t {
    vote,        // the majority of short, closed answers
    best,        // a judge picks
    synthesize,  // a model reads all and writes one
};
inline constexpr std::array<std::string_view, 3> ensemble_mode_names{"vote", "best", "synthesize"};
[[nodiscard]] constexpr auto const& enum_names(EnsembleMode) { return ensemble_mode_names; }

// What may happen to tokens before the answer was judged (the orchestration stream's `options.stream`).
enum class StreamPolicy : std::uint8_t {
    off,         // the caller takes only the result
    optimistic,  // tokens at once; a failed check starts a new attempt that replaces them
    gated,       // the first tokens are held until the cheap checks pass; no retraction later
    strict,      // nothing before the answer is accepted
};
inline constexpr std::array<std::string_view, 4> stream_policy_names{"off", "optimistic", "gated", "strict"};
[[nodiscard]] constexpr auto const& enum_names(StreamPolicy) { return stream_policy_names; }

// What one request asks of the chain. An absent value means "as configured".
struct ChainOptions {
    std::optional<Strategy> strategy;
    std::optional<bool> validate;
    std::optional<int> max_retries;  // 0-5
    std::optional<MicroUsd> max_cost;
    std::optional<double> quality;            // 0-1
    std::vector<std::string> allowed_models;  // empty: all
    bool cache = true;
    StreamPolicy stream = StreamPolicy::optimistic;
    std::optional<EnsembleMode> ensemble_mode;
    std::vector<std::string> ensemble_models;  // two to five; empty: as configured
    std::optional<int> ensemble_quorum;        // 1-5
};

// A chat request in OpenAI's shape as its client sent it, for providers that speak that shape:
// unknown fields, tools and images reach them untouched.
// `members` are the top-level members other than model, stream, stream_options and signalbox, as
// runs of raw JSON ("\"messages\":[...],\"temperature\":0"), views into `body`.
struct RawChat {
    std::string_view body;
    std::vector<std::string_view> members;
    std::string_view stream_options;  // the raw value, or empty
    bool include_usage = false;       // the client asked for the usage chunk
    // The same request in Anthropic's shape, when the client spoke that: a provider of that API sends it on as it is.
    std::string_view messages_body;
};

// What the caller gives. Outlives the run; the pipeline never changes it.
struct ChainContext {
    std::vector<Message> messages;  // whole conversation, oldest first; the last user message is the task
    std::string model = "auto";     // "auto", "auto:cheap", "auto:best", or a model pinned by name or alias
    std::string conversation_id;
    std::string session_id;
    std::string tenant;
    std::string request_id;
    ChainOptions options;

    // Hard needs that the request states.
    bool needs_tools = false;
    bool needs_json = false;
    bool needs_vision = false;
    std::optional<std::int64_t> max_output_tokens;
    std::optional<double> temperature;

    RawChat const* raw = nullptr;  // set for OpenAI-shaped requests
    bool embeddings = false;       // no chat: `raw` asks for embeddings, and the answer is a provider's own body
    // Head lines for the provider that carry the client's trace on; mostly none. When `span` is recorded each call
    // says its own parent, and these are the others.
    std::string trace;
    TraceSpan span;                     // of the run, when its spans are wanted
    std::optional<TimePoint> deadline;  // can only shorten the configured one
};

}  // namespace signalbox
