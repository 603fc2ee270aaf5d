#include "pipeline/judging.hpp"

#include "pipeline/side_call.hpp"
#include "validation/judge.hpp"

namespace signalbox {

namespace {

constexpr Tokens expected_verdict{200};

}  // namespace

ModelCard const* choose_judge(Snapshot const& snapshot, std::string_view answering, ModelHealth const* health) {
    auto const& wanted = snapshot.chain.judge_model;
    if (wanted == "none") return nullptr;
    if (!wanted.empty()) return snapshot.registry.find(wanted);
    ModelCard const* best = nullptr;
    for (auto const& card : snapshot.registry.models()) {
        bool const answers = !card.chat.known() || card.chat.value;
        if (card.id == answering || !card.quality.known() || !answers) continue;
        if (health != nullptr && !health->available(card.id)) continue;
        if (best == nullptr || card.quality.value > best->quality.value) best = &card;
    }
    return best;
}

bool affords_judge(RunScope const& run, ModelCard const& judge, std::string_view answer) {
    constexpr std::int64_t instructions = 300;
    auto const input = run.decision.analysis.input_tokens + Tokens{std::ssize(answer) / 4 + instructions};
    return run.ledger.affords(judge, input, expected_verdict);
}

Task<ValidationResult> ask_judge(RunScope& run, ModelCard const& judge, int attempt, std::string_view answer,
                                 Cancellation& cancellation) {
    SideQuestion question{.kind = CallKind::judge,
                          .model = &judge,
                          .attempt = attempt,
                          .messages = judge_prompt(run.context, answer, run.new_fence()),
                          .output = expected_verdict,
                          .patience = run.policy().judge_timeout};
    auto const reply = co_await ask_aside(run, std::move(question), cancellation);
    ValidationResult verdict;
    if (reply.answer) {
        verdict = read_verdict(*reply.answer, run.policy().judge_cut.of(run.decision.analysis.category));
    } else {
        verdict.reasoning = "the judge failed: " + std::string{name(reply.answer.error().code)};
    }
    if (verdict.verdict == Verdict::unknown) verdict.should_retry = !run.policy().accept_unknown;
    verdict.judge = judge.id;
    verdict.judge_cost = reply.cost;
    co_return verdict;
}

}  // namespace signalbox
