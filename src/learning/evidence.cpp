#include "learning/evidence.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

constexpr double passed_weight = 0.05;
constexpr double failed_weight = 0.3;
constexpr double escalated_weight = 0.6;
constexpr double least_judged = 0.2;
constexpr double most_judged = 0.8;

bool is_one_models_answer(AttemptRecord const& attempt) {
    return attempt.kind == CallKind::answer || attempt.kind == CallKind::hedge || attempt.kind == CallKind::member;
}

// Another model was asked for the same answer afterwards.
bool was_replaced(std::span<AttemptRecord const> attempts, std::size_t index) {
    auto const takes_over = [&](AttemptRecord const& later) {
        return later.kind == CallKind::answer && later.model != attempts[index].model;
    };
    return std::ranges::any_of(attempts.subspan(index + 1), takes_over);
}

Evidence judged(double score, double cut) {
    auto const good = std::clamp((score - (cut - 2)) / 3, 0.0, 1.0);
    auto const certainty = std::abs(2 * good - 1);
    return {OutcomeSource::judge, good, least_judged + (most_judged - least_judged) * certainty};
}

}  // namespace

std::optional<Evidence> evidence_of(std::span<AttemptRecord const> attempts, std::size_t index, double judge_cut) {
    auto const& attempt = attempts[index];
    if (attempt.error || attempt.lost || !attempt.validation || !is_one_models_answer(attempt)) return std::nullopt;
    auto const& validation = *attempt.validation;
    if (validation.verdict == Verdict::unknown) return std::nullopt;

    bool const good = validation.verdict == Verdict::valid;
    auto evidence = validation.judge.empty()
                        ? Evidence{OutcomeSource::checks, good ? 1.0 : 0.0, good ? passed_weight : failed_weight}
                        : judged(validation.score, judge_cut);
    if (!good && attempt.kind == CallKind::answer && was_replaced(attempts, index)) {
        evidence.source = OutcomeSource::escalated;
        evidence.weight = std::max(evidence.weight, escalated_weight);
    }
    return evidence;
}

}  // namespace signalbox
