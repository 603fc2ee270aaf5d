#pragma once

#include "core/analysis_result.hpp"
#include "core/call_kind.hpp"
#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "core/routing_plan.hpp"
#include "core/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

enum class FinishReason : std::uint8_t { stop, length, tool_calls, content_filter };
inline constexpr std::array<std::string_view, 4> finish_reason_names{"stop", "length", "tool_calls", "content_filter"};
[[nodiscard]] constexpr auto const& enum_names(FinishReason) { return finish_reason_names; }

// One model's whole answer.
struct ExecutionResult {
    std::string content;
    std::string model;
    Usage usage;
    std::optional<MicroUsd> cost;  // absent when the price is unknown
    FinishReason finish_reason = FinishReason::stop;
    Duration first_token{};  // since the attempt began; zero when not streamed
    Duration latency{};
    std::string raw;          // the upstream's whole JSON body in OpenAI's shape, when not streamed and it has one
    bool tool_calls = false;  // the answer calls tools: it is released, never replaced
};

enum class Verdict : std::uint8_t { valid, invalid, unknown };
inline constexpr std::array<std::string_view, 3> verdict_names{"valid", "invalid", "unknown"};
[[nodiscard]] constexpr auto const& enum_names(Verdict) { return verdict_names; }

// What the checks and the judge thought of an answer. `unknown`: nobody could judge; scores are then meaningless.
struct ValidationResult {
    Verdict verdict = Verdict::unknown;
    double score = 0;  // 0-10
    // 0-10, as a judge read the answer; absent when only the deterministic checks did.
    std::optional<double> accuracy;
    std::optional<double> completeness;
    bool should_retry = false;
    std::string suggested_model;
    std::vector<std::string> issues;
    std::string reasoning;
    std::string judge;  // model that judged; empty: deterministic checks only
    std::optional<MicroUsd> judge_cost;
    [[nodiscard]] bool is_valid() const { return verdict != Verdict::invalid; }
    // Good enough to be the answer. What nobody could judge is, unless the chain is told otherwise.
    [[nodiscard]] bool accepted() const { return is_valid() && !should_retry; }
};

// How one attempt at an answer ended, and what it used up.
struct AttemptRecord {
    int nth = 0;
    CallKind kind = CallKind::answer;
    std::string model;
    std::optional<Error> error;                  // the call failed
    std::optional<ValidationResult> validation;  // the answer was looked at
    Usage usage;
    std::optional<MicroUsd> cost;  // absent: the price is unknown
    Duration latency{};
    bool stopped = false;  // our own checks ended the call
    Tokens saved;          // estimated: of the answer that was expected, what a stopped call did not bring
    bool lost = false;     // another answer was first: the call was cancelled
    TimePoint began{};
};

// How such a call ended that gave no answer of its own.
enum class SideOutcome : std::uint8_t {
    ok,
    late,        // its time ran out
    unreadable,  // it answered, but not what was asked for
    failed,      // the call itself did
    cancelled,   // nobody waits for it any more
};
inline constexpr std::array<std::string_view, 5> side_outcome_names{"ok", "late", "unreadable", "failed", "cancelled"};
[[nodiscard]] constexpr auto const& enum_names(SideOutcome) { return side_outcome_names; }

// A call that gave no answer of its own: a judge's, an analyzer's.
struct SideCall {
    CallKind kind = CallKind::judge;
    std::string model;
    int attempt = -1;  // the attempt it served; none: -1
    Usage usage;
    std::optional<MicroUsd> cost;  // absent: the price is unknown
    Duration latency{};
    SideOutcome outcome = SideOutcome::ok;  // `unreadable` is told of analyzers only
    TimePoint began{};
};

// How an ensemble came to its answer.
struct EnsembleResult {
    EnsembleMode mode = EnsembleMode::synthesize;
    int asked = 0;
    int answered = 0;      // with an answer that passed the checks
    int agreed = 0;        // vote: members that gave the winning answer
    bool combined = true;  // false: one member's answer stands alone, for `reason`
    std::string reason;
};

struct ChainResult {
    std::string request_id;
    std::string response;
    std::string model;
    std::optional<MicroUsd> cost;  // all calls together; absent when any price is unknown
    // What the best model that could serve would have cost for the returned answer's tokens. Absent: nothing was
    // routed, or a price is unknown.
    std::optional<MicroUsd> strongest_cost;
    Usage usage;  // all attempts together
    Duration latency{};
    Duration first_token{};  // since the request began
    int retry_count = 0;
    bool validated = false;  // the returned answer passed
    bool cache_hit = false;
    bool direct = false;  // the caller pinned the model; nothing was routed
    AnalysisResult analysis;
    SharedPlan plan;
    ExecutionResult execution;  // of the returned answer; its content is moved to `response`
    std::optional<ValidationResult> validation;
    // The ledger: every call of the run, with what it used up.
    std::vector<AttemptRecord> attempts;
    std::vector<SideCall> side_calls;
    std::optional<EnsembleResult> ensemble;
};

// How a run ends. The result is behind a pointer: it passes through several coroutine frames, and a
// frame keeps room for what it passes on as long as the run lasts.
using ChainAnswer = Result<std::unique_ptr<ChainResult>>;

}  // namespace signalbox
