#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "pipeline/provider.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

// How the chain behaves; the `chain:` section of the configuration.
struct ChainPolicy {
    int max_attempts = 3;  // calls to models for one answer, all reasons together
    int max_retries = 2;   // escalations after poor answers
    Duration deadline = std::chrono::seconds{180};
    AttemptTimeouts timeouts;
    bool validate = true;     // deterministic checks, and the judge where the plan asks for it
    std::string judge_model;  // "" : the best model of the registry other than the answering one; "none": no judge
    double judge_cut = 7;     // 0-10: below, the answer is poor
    Duration judge_timeout = std::chrono::seconds{20};
    bool emoji = true;
    std::int64_t hold_tokens = 256;                // gated: held until the cheap checks pass ...
    Duration hold_time = std::chrono::seconds{2};  // ... or this long
};

}  // namespace signalbox
