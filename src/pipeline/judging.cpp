#include "pipeline/judging.hpp"

#include "pipeline/call_permit.hpp"
#include "validation/judge.hpp"

namespace signalbox {

namespace {

// A judge answers nobody but us.
class Unread final : public DeltaSink {
public:
    void on_delta(Delta const&) override {}
    [[nodiscard]] bool behind() const override { return false; }
    Task<void> caught_up() override { co_return; }
};

}  // namespace

ModelCard const* choose_judge(Snapshot const& snapshot, std::string_view answering, ModelHealth const* health) {
    auto const& wanted = snapshot.chain.judge_model;
    if (wanted == "none") return nullptr;
    if (!wanted.empty()) return snapshot.registry.find(wanted);
    ModelCard const* best = nullptr;
    for (auto const& card : snapshot.registry.models()) {
        if (card.id == answering || !card.quality.known()) continue;
        if (health != nullptr && !health->available(card.id)) continue;
        if (best == nullptr || card.quality.value > best->quality.value) best = &card;
    }
    return best;
}

Task<ValidationResult> ask_judge(ModelCard const& judge, ChainContext const& context, std::string_view answer,
                                 std::string fence, Snapshot const& snapshot, Providers const& providers, Time& time,
                                 TimePoint deadline, Cancellation& cancellation) {
    ValidationResult verdict;
    verdict.judge = judge.id;
    auto const provider = providers.find(judge.provider);
    if (provider == providers.end()) {
        verdict.reasoning = "the judge's provider is not there";
        co_return verdict;
    }
    CallPermit permit{snapshot.health.get(), judge.id, time.now()};
    if (permit.refused()) {
        verdict.reasoning = "the judge is left alone for a while after failures";
        co_return verdict;
    }
    ChainContext question;
    question.messages = judge_prompt(context, answer, fence);
    question.request_id = context.request_id;
    question.tenant = context.tenant;
    question.temperature = 0.0;

    auto const limit = std::min(deadline, time.now() + snapshot.chain.judge_timeout);
    Attempt const attempt{
        .model = &judge, .context = &question, .stream = false, .timeouts = snapshot.chain.timeouts, .deadline = limit};
    Unread unread;
    auto const reply = co_await provider->second->complete(attempt, unread, cancellation);
    if (!reply) {
        permit.failed(reply.error(), time.now());
        verdict.reasoning = "the judge failed: " + std::string{name(reply.error().code)};
        co_return verdict;
    }
    permit.succeeded(time.now());
    verdict = read_verdict(reply->content, snapshot.chain.judge_cut);
    verdict.judge = judge.id;
    verdict.judge_cost = reply->cost;
    co_return verdict;
}

}  // namespace signalbox
