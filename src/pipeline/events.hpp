#pragma once

#include "core/chain_result.hpp"
#include "pipeline/provider.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace signalbox {

// What happened to one request, in order. The SSE stream, the metrics, the log and the tests all
// read these: there is no second source of truth. Pointers and views live until publish() returns.
namespace event {

struct Received {};
struct Analyzed {
    AnalysisResult const& analysis;
};
struct Routing {
    bool fast_path = false;
};
struct Routed {
    RoutingPlan const& plan;
    bool cache_hit = false;
    bool direct = false;
};
struct Started {
    int attempt = 0;
    std::string_view model;
};
struct Arrived {
    int attempt = 0;
    Delta const& delta;
    std::string_view model = {};  // whose text it is
};
struct Answered {
    int attempt = 0;
    ExecutionResult const& execution;
};
struct Validating {
    int attempt = 0;
};
struct Validated {
    int attempt = 0;
    ValidationResult const& validation;
    bool stopped = false;  // before its end, by our own checks
};
// The answer was poor: another attempt follows.
struct Rejected {
    int attempt = 0;
    ValidationResult const& validation;
    int retry_count = 0;
    bool stopped = false;  // before its end, by our own checks
};
// The call failed: another attempt follows on `next_model`.
struct CallFailed {
    int attempt = 0;
    std::string_view model;
    Error const& error;
    std::string_view next_model;
    int retry_count = 0;
};
// `better`: escalation to a better model; otherwise a fallback or a second try.
struct Retrying {
    int attempt = 0;
    std::string_view model;
    int retry_count = 0;
    bool better = false;
};
// The answer text is final as streamed so far: nothing of it will be replaced any more.
struct Committed {
    int attempt = 0;
};
// One member of an ensemble ended, with an answer or without.
struct MemberEnded {
    int attempt = 0;
    std::string_view model;
    bool answered = false;
    int answers = 0;  // so far
    int of = 0;
};
struct Completed {
    ChainResult const& result;
};  // terminal
struct Failed {
    Error const& error;
    int attempts = 0;
    // What was used up all the same.
    std::span<AttemptRecord const> records = {};
    std::span<SideCall const> side_calls = {};
    std::optional<MicroUsd> cost = MicroUsd{};  // absent: a price is unknown
};  // terminal

}  // namespace event

using Event =
    std::variant<event::Received, event::Analyzed, event::Routing, event::Routed, event::Started, event::Arrived,
                 event::Answered, event::Validating, event::Validated, event::Rejected, event::CallFailed,
                 event::Retrying, event::Committed, event::MemberEnded, event::Completed, event::Failed>;

// A reader of the events. Readers visit with one overload per alternative and no catch-all.
class EventSink {
public:
    virtual ~EventSink() = default;
    // Records a fact. Never waits and never fails: a slow reader is the sink's problem.
    virtual void publish(Event const& event) = 0;
    // The pipeline is about to wait: send what was published so far, in one write.
    virtual void flush() {}
    // Does the reader want the analysis even where routing needs none (a pinned model)? What nobody
    // reads is not made.
    [[nodiscard]] virtual bool wants_analysis() const { return true; }
    // See DeltaSink.
    [[nodiscard]] virtual bool behind() const { return false; }
    virtual Task<void> caught_up() { co_return; }
};

template <class... Overloads>
struct Overloaded : Overloads... {
    using Overloads::operator()...;
};

}  // namespace signalbox
