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

struct AskAttempt {
    int nth = 0;
    std::string model;
    std::string outcome;  // "accepted", "poor (4/10): turns in circles", "provider_timeout"
    std::optional<double> cost;
    std::int64_t output_tokens = 0;
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
    std::vector<AskAttempt> attempts;
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
