#pragma once

#include "core/chain_context.hpp"

#include <optional>
#include <string>

namespace signalbox::cli {

// What the command line asks of the chain.
struct Question {
    std::string text;
    std::string model = "auto";
    std::optional<double> quality;  // 0-1
    std::optional<MicroUsd> max_cost;
};

// For a chain in this process.
[[nodiscard]] ChainContext context_of(Question const& question);
// For a server: the body of POST /api/orchestration, /api/stream/orchestration and /api/route.
[[nodiscard]] std::string body_of(Question const& question);

}  // namespace signalbox::cli
