#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "pipeline/analyzer_policy.hpp"
#include "pipeline/judge_cut.hpp"
#include "pipeline/provider.hpp"
#include "pipeline/retry_budget.hpp"
#include "pipeline/strategy_policy.hpp"
#include "routing/health_options.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// What follows when a call breaks off after its text was shown.
enum class OnCut : std::uint8_t {
    error,    // the run ends with the error
    proceed,  // spelled `continue`: a model goes on where plain text ends; what is no plain text as `restart`
    restart,  // readers that know attempts get a new one; for others the run ends with the error
};
inline constexpr std::array<std::string_view, 3> on_cut_names{"error", "continue", "restart"};
[[nodiscard]] constexpr auto const& enum_names(OnCut) { return on_cut_names; }

// How the chain behaves; the `chain:` section of the configuration.
struct ChainPolicy {
    int max_attempts = 3;  // calls to models for one answer, all reasons together
    int max_retries = 2;   // escalations after poor answers
    Duration deadline = std::chrono::seconds{180};
    AttemptTimeouts timeouts;
    bool validate = true;     // deterministic checks, and the judge where the plan asks for it
    std::string judge_model;  // "" : the best model of the registry other than the answering one; "none": no judge
    JudgeCut judge_cut;
    Duration judge_timeout = std::chrono::seconds{20};
    bool accept_unknown = true;  // an answer that the judge could not judge; false: a better model is asked
    bool tell_issues = false;    // to the better model: what was wrong with the poor answer
    bool emoji = true;
    std::int64_t hold_tokens = 256;                // gated: held until the cheap checks pass ...
    Duration hold_time = std::chrono::seconds{2};  // ... or this long
    OnCut on_cut = OnCut::restart;
    Strategy strategy = Strategy::single;  // for requests that ask for none
    SpeculativePolicy speculative;
    EnsemblePolicy ensemble;
    bool next_on_content_policy = false;  // a refusal for its content is shown to another model
    HealthOptions breaker;
    RetryBudgetOptions retry_budget;
    AnalyzerPolicy analyzer;
    double exploration = 0;  // share of routed requests that try another model out, to learn from
};

}  // namespace signalbox
