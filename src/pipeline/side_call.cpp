#include "pipeline/side_call.hpp"

#include "pipeline/call_permit.hpp"
#include "pipeline/call_trace.hpp"
#include "pipeline/tail_cost.hpp"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

constexpr std::int64_t bytes_per_token = 4;

class Unread final : public DeltaSink {
public:
    void on_delta(Delta const&) override {}
    [[nodiscard]] bool behind() const override { return false; }
    Task<void> caught_up() override { co_return; }
};

SideOutcome outcome_of(Errc code) {
    if (code == Errc::deadline_exceeded || code == Errc::provider_timeout) return SideOutcome::late;
    if (code == Errc::cancelled || code == Errc::draining) return SideOutcome::cancelled;
    return SideOutcome::failed;
}

}  // namespace

Tokens size_of(std::vector<Message> const& messages) {
    std::int64_t bytes = 0;
    for (auto const& message : messages) bytes += std::ssize(message.content);
    return {bytes / bytes_per_token + 1};
}

Task<SideReply> ask_aside(RunScope& run, SideQuestion question, Cancellation& cancellation) {
    auto const& model = *question.model;
    auto const refused = [](Error error) { return SideReply{std::unexpected(std::move(error)), MicroUsd{}}; };
    auto const provider = run.parts.providers->find(model.provider);
    if (provider == run.parts.providers->end()) {
        co_return refused({Errc::provider_unreachable, "its provider is not configured", {}, {}});
    }
    auto const began = run.now();
    CallPermit permit{run.snapshot().health.get(), model.id, began};
    if (auto why = permit.refused()) co_return refused(std::move(*why));

    ChainContext context;
    context.messages = std::move(question.messages);
    context.request_id = run.context.request_id;
    context.tenant = run.context.tenant;
    context.trace = run.context.trace;
    context.temperature = 0.0;
    auto const input = size_of(context.messages);
    auto const reserved = run.ledger.reserve(model, input, question.output);
    Attempt const attempt{.model = &model,
                          .context = &context,
                          .stream = false,
                          .timeouts = run.policy().timeouts,
                          .deadline = std::min(run.deadline, began + question.patience),
                          .trace = trace_of_call(run.context, question.kind, question.attempt)};
    Unread unread;
    auto reply = co_await provider->second->complete(attempt, unread, cancellation);
    auto const ended = run.now();
    reply ? permit.succeeded(ended) : permit.failed(reply.error(), ended);

    SideCall call{.kind = question.kind, .model = model.id, .attempt = question.attempt};
    call.latency = ended - began;
    call.began = began;
    if (reply) {
        call.usage = reply->usage;
        call.cost = reply->cost;
    } else {
        call.outcome = outcome_of(reply.error().code);
        std::tie(call.usage, call.cost) = tail_cost(model, reply.error().code, input, std::nullopt);
    }
    auto const cost = call.cost;
    run.ledger.settle(reserved, std::move(call));
    if (!reply) co_return SideReply{std::unexpected(std::move(reply.error())), cost};
    co_return SideReply{std::move(reply->content), cost};
}

}  // namespace signalbox
