#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/chain_result.hpp"
#include "pipeline/run_scope.hpp"

#include <string>
#include <vector>

namespace signalbox {

// A question of our own to a model: a judge, an analyzer. Nobody reads its answer but us.
struct SideQuestion {
    CallKind kind = CallKind::judge;
    ModelCard const* model = nullptr;
    int attempt = -1;  // the attempt it is about; none: -1
    std::vector<Message> messages;
    Tokens output{200};  // expected
    Duration patience{};
};

// How much such a question costs at least to ask, in tokens.
[[nodiscard]] Tokens size_of(std::vector<Message> const& messages);

struct SideReply {
    Result<std::string> answer;
    std::optional<MicroUsd> cost;  // absent: unknown
};

// Asks once, at temperature 0, and writes into the ledger what it used up. Fails like
// Provider::complete, and as CallPermit does. REQUIRES: everything outlives the task.
Task<SideReply> ask_aside(RunScope& run, SideQuestion question, Cancellation& cancellation);

}  // namespace signalbox
