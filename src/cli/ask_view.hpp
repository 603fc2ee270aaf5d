#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::cli {

// One event of a run, as people are told.
struct AskStep {
    std::string type;  // analyzing, routing, executing, validating, retrying
    std::string stage;
    std::string message;  // empty for tokens
    double progress = 0;  // 0-1
    std::string model;
    std::optional<int> attempt;
    std::string content;  // tokens
};

// One line of the ledger: a call to a model, whatever it was for.
struct AskCall {
    std::optional<int> attempt;  // its number, or that of the attempt it served
    std::string kind;            // answer, hedge, member, synthesis, judge, analyzer
    std::string model;
    std::string outcome;  // "accepted", "poor (4/10): turns in circles", "lost", "provider_timeout", "score 8/10"
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t cached_tokens = 0;     // of input
    std::int64_t reasoning_tokens = 0;  // of output
    bool estimated = false;             // the provider did not tell the tokens: they were counted here
    std::optional<double> cost;         // dollars; absent: unknown
    double latency_ms = 0;
};

// How a run ended well.
struct AskSummary {
    std::string message;  // "Complete! (5.2s)"
    std::string response;
    std::string model;
    std::optional<double> cost;  // dollars; absent: unknown
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    double latency_ms = 0;
    double first_token_ms = 0;
    int retries = 0;
    bool cached = false;
    bool direct = false;
    std::string verdict;  // valid, invalid, unknown; empty: not looked at
    bool judged = false;  // by a model: then the score means something
    double score = 0;     // 0-10
    int complexity = 0;
    std::string category;
    std::string analysis_reasoning;
    std::string plan_reasoning;
    std::vector<AskCall> calls;
};

// Shows one run.
class AskView {
public:
    virtual ~AskView() = default;
    virtual void step(AskStep const& step) = 0;
    // One of these two, once, at the end.
    virtual void finished(AskSummary const& summary) = 0;
    virtual void failed(Error const& error, int attempts) = 0;
};

}  // namespace signalbox::cli
