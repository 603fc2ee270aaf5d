#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "routing/model_health.hpp"
#include "routing/model_registry.hpp"

#include <boost/container/small_vector.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace signalbox {

// How far a run has come when it must decide.
struct Progress {
    RoutingPlan const* plan = nullptr;
    ModelRegistry const* registry = nullptr;
    ModelHealth const* health = nullptr;  // null: all are well
    // Models called so far, in order, the last one just now; views into the registry.
    boost::container::small_vector<std::string_view, 4> tried;
    int max_attempts = 3;  // calls in all
    int escalations = 0;   // made so far
    int max_escalations = 2;
    bool next_on_content_policy = false;  // a refusal for its content may be another model's answer
    bool released = false;                // text or a tool call reached a client that knows no attempts
    bool cut_is_final = false;            // text is shown, and by ChainPolicy::on_cut a break then ends the run
    bool continuable = false;             // plain text is shown that another model may continue
    bool nothing_came = false;            // the answer has neither text nor a tool call
    bool out_of_time = false;
    bool retry_allowed = true;           // by the server's retry budget
    std::optional<MicroUsd> money_left;  // absent: no limit
    Tokens input_tokens;                 // what the next attempt would cost, roughly
    Tokens output_tokens;
};

struct Accept {};
struct Escalate {
    std::string model;
};  // the answer was poor: a better model
struct FallBack {
    std::string model;
};  // the call failed: another model
struct TryAgain {
    std::string model;
};  // the call failed in a passing way: the same model, once, after a pause
struct Continue {
    std::string model;
};  // the call broke off: a model goes on where the text shown so far ends
struct GiveUp {
    Errc code = Errc::internal;
};  // nothing more to try; the caller may hold an earlier answer
using NextStep = std::variant<Accept, Escalate, FallBack, TryAgain, Continue, GiveUp>;

// What a failed call may lead to. One row per error class.
enum class Reaction : std::uint8_t {
    stop,                // the client caused it, or nobody waits any more
    next,                // the next model: this one would refuse again
    next_provider,       // the next model of another provider, as this one refuses our key; else the next
    next_if_configured,  // the next model where ChainPolicy says so
    larger_window,       // the next model with a larger context window
    again_then_next,     // the same model once more, then the next
    next_or_again,       // the next model; with none left the same one once more
};
[[nodiscard]] Reaction reaction_to(Errc code);

// The rule after an answer was judged.
[[nodiscard]] NextStep after_answer(Progress const& progress, ValidationResult const& validation);
// The rule after a call failed. A model is called at most twice in one run, whatever happens.
[[nodiscard]] NextStep after_failure(Progress const& progress, Errc code);

}  // namespace signalbox
