#include "app/outcome_desk.hpp"

#include "learning/evidence.hpp"
#include "learning/kept_row.hpp"
#include "routing/route_basis.hpp"
#include "routing/router.hpp"
#include "routing/scoring.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace signalbox::app {

namespace {

// Checks that passed are what most runs have: one in so many is kept, and stands for the others.
constexpr std::uint64_t passed_kept = 8;
constexpr double told_weight = 1;
constexpr double preferred_weight = 0.5;

std::optional<Evidence> kept(std::optional<Evidence> evidence, std::uint64_t run) {
    if (!evidence || evidence->source != OutcomeSource::checks || evidence->score < 1) return evidence;
    if ((run >> 32) % passed_kept != 0) return std::nullopt;
    evidence->weight *= passed_kept;
    return evidence;
}

// What is known of an attempt before anybody says how good it was; nothing for a model that is gone.
std::optional<Outcome> draft_of(AttemptRecord const& attempt, ChainContext const& context, ChainResult const& result,
                                Snapshot const& snapshot) {
    auto const* card = snapshot.registry.find(attempt.model);
    if (card == nullptr) return std::nullopt;
    auto const basis = route_basis(context, result.analysis, effective_quality(context, snapshot.routing));
    auto const& plan = *result.plan;
    bool const first = attempt.model == plan.primary;
    Outcome draft{.model = model_tag(card->id),
                  .category = result.analysis.category,
                  .explored = first && plan.explored > 0,
                  .predicted = static_cast<float>(expected_quality(*card, basis)),
                  .prior = static_cast<float>(prior_odds(*card, basis)),
                  .strength = static_cast<float>(strength_of(*card)),
                  .bonus = static_cast<float>(bonus_of(*card, basis.category)),
                  .cost = attempt.cost};
    if (draft.explored) {
        draft.propensity = static_cast<float>(plan.explored);
    } else if (first) {
        draft.propensity = static_cast<float>(1 - snapshot.chain.exploration);
    }
    return draft;
}

// The attempt whose answer was given; null when several models made it, or nobody.
AttemptRecord const* answering(ChainResult const& result) {
    if (result.ensemble && result.ensemble->combined) return nullptr;
    auto const gave_it = [&](AttemptRecord const& one) {
        return !one.error && !one.lost && one.kind != CallKind::synthesis && one.model == result.model;
    };
    auto const latest_first = std::views::reverse(result.attempts);
    auto const found = std::ranges::find_if(latest_first, gave_it);
    return found == latest_first.end() ? nullptr : &*found;
}

Outcome scored(Outcome outcome, Evidence const& evidence, std::uint64_t id) {
    outcome.id = id;
    outcome.source = evidence.source;
    outcome.score = static_cast<float>(evidence.score);
    outcome.weight = static_cast<float>(evidence.weight);
    return outcome;
}

std::unexpected<Error> too_busy() {
    return fail(Errc::overloaded, "too many outcomes wait to be written down; try again in a moment");
}

}  // namespace

OutcomeDesk::OutcomeDesk(KeyedHash::Key const& secret, std::size_t feedback_a_day, WallClock clock, Take take,
                         Describe describe, Rated rated)
    : secret_{secret},
      clock_{clock},
      take_{std::move(take)},
      describe_{std::move(describe)},
      tell_rated_{std::move(rated)},
      runs_{max_recent, recent},
      quota_{feedback_a_day} {}

void OutcomeDesk::remember(std::span<Outcome const* const> outcomes, TimePoint now) {
    std::lock_guard const lock{quota_mutex_};
    for (auto const* outcome : outcomes) {
        bool const rated = is_told(outcome->source) && (outcome->id & 15U) == told_of_run;
        if (!rated) continue;
        rated_ = true;
        quota_.remember(outcome->party, outcome->at, clock_.at(now));
    }
}

std::uint64_t OutcomeDesk::party_of(std::string_view key) const {
    if (key.empty()) return 0;
    KeyedHash hash{secret_};
    hash.update(key);
    return std::max<std::uint64_t>(1, hash.finish()[0]);
}

std::uint64_t OutcomeDesk::run_hash(RunId const& id) const {
    KeyedHash hash{secret_};
    for (auto const half : id) hash.update(half);
    return hash.finish()[0];
}

void OutcomeDesk::ended(ChainContext const& context, ChainResult const& result, Snapshot const& snapshot,
                        std::string_view key, TimePoint now) {
    auto const id = read_run_id(context.request_id);
    if (!id || result.plan == nullptr) return;
    auto const run = run_hash(*id);
    auto const cut = snapshot.chain.judge_cut.of(result.analysis.category);
    auto const* const answer = answering(result);
    std::optional<OutcomeRow> row;  // made when somebody needs it
    for (std::size_t i = 0; i < result.attempts.size(); ++i) {
        auto const& attempt = result.attempts[i];
        auto const evidence = kept(evidence_of(result.attempts, i, cut), run);
        if (!evidence && &attempt != answer) continue;
        auto draft = draft_of(attempt, context, result, snapshot);
        if (!draft) continue;
        draft->at = clock_.at(now);
        draft->party = party_of(key);
        if (!row && (evidence || rated_.load(std::memory_order_relaxed))) row = kept_row(context, result.analysis);
        if (row) draft->row = *row;
        auto const statement = static_cast<unsigned>(std::min(attempt.nth, 7));
        if (evidence) take_(scored(*draft, *evidence, outcome_id(run, statement)));
        if (&attempt != answer) continue;
        if (draft->explored) explored_.fetch_add(1, std::memory_order_relaxed);
        runs_.add({.id = *id, .ended = now, .outcome = std::move(*draft), .run = run});
    }
}

Result<void> OutcomeDesk::admit(std::uint64_t party, std::int64_t at) {
    std::lock_guard const lock{quota_mutex_};
    if (quota_.take(party, at)) return {};
    Error error{Errc::rate_limited, "this key has given all ratings that it may on one day (UTC)", {}, {}};
    error.retry_after = std::chrono::seconds{FeedbackQuota::seconds_left(at)};
    return std::unexpected(std::move(error));
}

std::optional<RecentRun> OutcomeDesk::own_run(RunId const& id, std::uint64_t party, TimePoint now) {
    std::optional<RecentRun> found;
    runs_.visit(id, now, [&](RecentRun const& run) {
        if (run.outcome.party == party) found = run;
    });
    return found;
}

Result<FeedbackEffect> OutcomeDesk::rate(Feedback const& feedback, TimePoint now) {
    auto const party = party_of(feedback.key);
    auto const& rating = feedback.rating;
    std::optional<RecentRun> worse;
    if (rating.preferred_over) {
        worse = own_run(*rating.preferred_over, party, now);
        if (!worse) return fail(Errc::not_found, "", "preferredOver");
    }
    auto const before = own_run(feedback.run, party, now);
    if (!before) return fail(Errc::not_found, "", "requestId");

    Result<FeedbackEffect> effect = fail(Errc::not_found, "", "requestId");
    runs_.visit(feedback.run, now, [&](RecentRun& run) {
        if (run.outcome.party == party) effect = settle(run, rating, worse ? &*worse : nullptr, clock_.at(now));
    });
    // What was said of another run before is taken back.
    bool const replaced = effect && *effect == FeedbackEffect::replaced && before->rating;
    auto const said_of = replaced ? before->rating->preferred_over : std::nullopt;
    if (said_of && said_of != rating.preferred_over) withdraw(*said_of, now);
    return effect;
}

// REQUIRES: nobody else works on the run.
Result<FeedbackEffect> OutcomeDesk::settle(RecentRun& run, Rating const& rating, RecentRun const* worse,
                                           std::int64_t at) {
    if (run.rating == rating) return FeedbackEffect::unchanged;
    if (auto admitted = admit(run.outcome.party, at); !admitted) return std::unexpected(std::move(admitted.error()));
    auto const say = [&](RecentRun const& of, Evidence const& evidence, unsigned statement) {
        auto outcome = scored(of.outcome, evidence, outcome_id(of.run, statement));
        outcome.at = at;
        return take_(std::move(outcome));
    };
    auto const good = worse == nullptr ? Evidence{OutcomeSource::feedback, *rating.score, told_weight}
                                       : Evidence{OutcomeSource::preferred, 1, preferred_weight};
    bool said = say(run, good, told_of_run);
    if (said && worse != nullptr) {
        said = say(*worse, {OutcomeSource::preferred, 0, preferred_weight}, told_of_other_run);
    }
    if (!said) return too_busy();
    tell_rated_(run.id, good.score);
    if (worse != nullptr) tell_rated_(worse->id, 0);
    rated_.store(true, std::memory_order_relaxed);
    bool const known = run.rating.has_value();
    run.rating = rating;
    return known ? FeedbackEffect::replaced : FeedbackEffect::recorded;
}

// An outcome without weight takes the place of that of the other run.
void OutcomeDesk::withdraw(RunId const& worse, TimePoint now) {
    runs_.visit(worse, now, [&](RecentRun const& run) {
        auto outcome = scored(run.outcome, {OutcomeSource::preferred, 0, 0}, outcome_id(run.run, told_of_other_run));
        outcome.at = clock_.at(now);
        take_(std::move(outcome));
        auto const& own = run.rating;  // what was said of it alone stands again
        tell_rated_(worse, own ? std::optional{own->score.value_or(1)} : std::nullopt);
    });
}

LearningState OutcomeDesk::state() const {
    LearningState state;
    describe_(state);
    state.explored = explored_.load(std::memory_order_relaxed);
    return state;
}

}  // namespace signalbox::app
