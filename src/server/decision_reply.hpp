#pragma once

#include "async/signal.hpp"
#include "async/task.hpp"
#include "net/loop.hpp"
#include "pipeline/decision_log.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace signalbox::server {

// Where an answer of the decision log, which comes on another thread, waits for a coroutine of a loop.
// Held by both sides. Threads: its loop's, but for what handed_over() gives.
template <class T>
struct DecisionReply {
    explicit DecisionReply(net::Loop& its_loop) : loop{its_loop}, arrived{its_loop} {}

    net::Loop& loop;
    Signal arrived;
    std::optional<Result<T>> result{};
};

// For DecisionLog: brings the answer to the reply's loop.
template <class T>
[[nodiscard]] std::function<void(Result<T>)> handed_over(std::shared_ptr<DecisionReply<T>> reply) {
    return [reply = std::move(reply)](Result<T> result) {
        auto& loop = reply->loop;
        loop.post_from_anywhere([reply, result = std::move(result)]() mutable {
            reply->result = std::move(result);
            reply->arrived.set();
        });
    };
}

struct Services;

// One page of records, found off the loop. REQUIRES: there is a decision log (else records_off()).
Task<Result<RecordPage>> find_decisions(Services& services, RecordQuery query);
[[nodiscard]] Error records_off();

}  // namespace signalbox::server
