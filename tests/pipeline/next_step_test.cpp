#include "pipeline/next_step.hpp"

#include "fakes/fake_health.hpp"

#include <gtest/gtest.h>

#include <array>

namespace signalbox {
namespace {

ModelCard card(std::string id, double quality, std::int64_t window) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "p";
    out.quality.offer(quality, Origin::config);
    out.context_window.offer(window, Origin::config);
    out.price.offer({.input = {1'000'000}, .output = {1'000'000}}, Origin::config);
    return out;
}

class NextStepTest : public ::testing::Test {
protected:
    NextStepTest() {
        plan.primary = "small";
        plan.fallbacks = {"medium", "large"};
        plan.candidates = {{.model = "small", .quality = 0.3},
                           {.model = "medium", .quality = 0.6},
                           {.model = "large", .quality = 0.9}};
        progress.plan = &plan;
        progress.registry = &registry;
        progress.tried = {"small"};
        progress.input_tokens = {1000};
        progress.output_tokens = {1000};  // an attempt costs 2,000 micro-dollars
    }
    ModelRegistry registry{{card("small", 0.3, 8'000), card("medium", 0.6, 8'000), card("large", 0.9, 100'000)}};
    RoutingPlan plan;
    Progress progress;
    ValidationResult const good{.verdict = Verdict::valid, .score = 9};
    ValidationResult const poor{.verdict = Verdict::invalid, .score = 3};
    ValidationResult const unjudged{};
};

template <class Step>
Step expect(NextStep const& step) {
    auto const* found = std::get_if<Step>(&step);
    EXPECT_NE(found, nullptr) << "another step: alternative " << step.index();
    return found != nullptr ? *found : Step{};
}

TEST_F(NextStepTest, AcceptsAGoodAnswer) { expect<Accept>(after_answer(progress, good)); }

TEST_F(NextStepTest, AcceptsAnAnswerNobodyCouldJudge) { expect<Accept>(after_answer(progress, unjudged)); }

TEST_F(NextStepTest, EscalatesAPoorAnswerToABetterModel) {
    EXPECT_EQ(expect<Escalate>(after_answer(progress, poor)).model, "medium");
}

TEST_F(NextStepTest, StopsEscalatingWhenNoModelIsBetter) {
    progress.tried = {"large"};
    expect<GiveUp>(after_answer(progress, poor));
}

TEST_F(NextStepTest, StopsEscalatingAtTheLimit) {
    progress.escalations = progress.max_escalations;
    expect<GiveUp>(after_answer(progress, poor));
}

TEST_F(NextStepTest, StopsWhenAttemptsAreUsedUp) {
    progress.max_attempts = 1;
    expect<GiveUp>(after_answer(progress, poor));
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_timeout)).code, Errc::provider_timeout);
}

TEST_F(NextStepTest, StopsWhenTheNextAttemptCostsMoreThanIsLeft) {
    progress.money_left = MicroUsd{1'999};
    EXPECT_EQ(expect<GiveUp>(after_answer(progress, poor)).code, Errc::budget_exhausted);
    progress.money_left = MicroUsd{2'000};
    expect<Escalate>(after_answer(progress, poor));
}

TEST_F(NextStepTest, StopsAtTheDeadline) {
    progress.out_of_time = true;
    EXPECT_EQ(expect<GiveUp>(after_answer(progress, poor)).code, Errc::deadline_exceeded);
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_timeout)).code, Errc::deadline_exceeded);
}

TEST_F(NextStepTest, NeverReplacesTextThatTheClientCannotTakeBack) {
    progress.released = true;
    expect<Accept>(after_answer(progress, poor));
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::upstream_truncated)).code, Errc::upstream_truncated);
}

TEST_F(NextStepTest, FallsBackToTheNextModelWhenTheCallFailed) {
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_timeout)).model, "medium");
    progress.tried = {"small", "medium"};
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_auth)).model, "large");
}

TEST_F(NextStepTest, LooksForALargerWindowWhenThePromptDidNotFit) {
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::context_length)).model, "large");
}

TEST_F(NextStepTest, AsksAnOverloadedModelOnceMoreAndThenTheNext) {
    EXPECT_EQ(expect<TryAgain>(after_failure(progress, Errc::provider_overloaded)).model, "small");
    progress.tried = {"small", "small"};
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_overloaded)).model, "medium");
}

TEST_F(NextStepTest, DoesNotAskAnOverloadedModelAgainThatIsLeftAloneByNow) {
    fakes::FakeHealth const sick{"small"};
    progress.health = &sick;
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_overloaded)).model, "medium");
}

TEST_F(NextStepTest, AsksTheOnlyModelOnceMoreWhenTheNetworkFailed) {
    plan.fallbacks = {};
    EXPECT_EQ(expect<TryAgain>(after_failure(progress, Errc::provider_unreachable)).model, "small");
    progress.tried = {"small", "small"};
    expect<GiveUp>(after_failure(progress, Errc::provider_unreachable));
}

TEST_F(NextStepTest, GoesToAnotherProviderWhenOneRefusesOurKey) {
    auto elsewhere = card("large", 0.9, 100'000);
    elsewhere.provider = "q";
    registry = ModelRegistry{{card("small", 0.3, 8'000), card("medium", 0.6, 8'000), elsewhere}};
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_auth)).model, "large");
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_rate_limited)).model, "medium");
    plan.fallbacks = {"medium"};
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_auth)).model, "medium");
}

TEST_F(NextStepTest, NeverAsksTheSameModelAgainThatLimitsUs) {
    plan.fallbacks = {};
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_rate_limited)).code, Errc::provider_rate_limited);
}

TEST_F(NextStepTest, PassesOverModelsThatAreLeftAlone) {
    fakes::FakeHealth const sick{"medium"};
    progress.health = &sick;
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::provider_timeout)).model, "large");
    EXPECT_EQ(expect<Escalate>(after_answer(progress, poor)).model, "large");
}

TEST_F(NextStepTest, ShowsARefusalForItsContentToAnotherModelOnlyWhenConfigured) {
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::content_policy)).code, Errc::content_policy);
    progress.next_on_content_policy = true;
    EXPECT_EQ(expect<FallBack>(after_failure(progress, Errc::content_policy)).model, "medium");
}

TEST_F(NextStepTest, MakesNoCallBeyondTheServersRetryBudget) {
    progress.retry_allowed = false;
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_overloaded)).code, Errc::provider_overloaded);
    expect<Escalate>(after_answer(progress, poor));  // a poor answer is no failure
}

TEST_F(NextStepTest, SaysThatOnlyTheMoneyIsMissing) {
    progress.money_left = MicroUsd{0};
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_timeout)).code, Errc::budget_exhausted);
    plan.fallbacks = {};
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_auth)).code, Errc::provider_auth);
}

TEST_F(NextStepTest, AsksAnyOtherModelWhenTheBestOneSaidNothingAtAll) {
    progress.tried = {"large"};
    progress.nothing_came = true;
    plan.fallbacks = {"small"};
    EXPECT_EQ(expect<Escalate>(after_answer(progress, poor)).model, "small");
}

TEST_F(NextStepTest, ContinuesPlainTextThatBrokeOff) {
    progress.released = progress.continuable = true;
    EXPECT_EQ(expect<Continue>(after_failure(progress, Errc::upstream_truncated)).model, "medium");
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::cancelled)).code, Errc::cancelled);
    plan.fallbacks = {};
    EXPECT_EQ(expect<Continue>(after_failure(progress, Errc::provider_timeout)).model, "small");
    progress.tried = {"small", "small"};
    EXPECT_EQ(expect<GiveUp>(after_failure(progress, Errc::provider_timeout)).code, Errc::provider_timeout);
}

TEST_F(NextStepTest, LooksForAModelOnlyAmongThoseOfThePlan) {
    plan.fallbacks = {};
    expect<GiveUp>(after_failure(progress, Errc::context_length));
    expect<GiveUp>(after_failure(progress, Errc::provider_auth));
}

struct Rule {
    Errc code;
    Reaction reaction;
};
class ReactionTable : public ::testing::TestWithParam<Rule> {};

TEST_P(ReactionTable, HoldsTheReaction) { EXPECT_EQ(reaction_to(GetParam().code), GetParam().reaction); }

constexpr std::array rules{
    Rule{Errc::invalid_json, Reaction::stop},
    Rule{Errc::invalid_value, Reaction::next},
    Rule{Errc::model_not_found, Reaction::stop},
    Rule{Errc::not_found, Reaction::stop},
    Rule{Errc::method_not_allowed, Reaction::stop},
    Rule{Errc::unsupported_media, Reaction::stop},
    Rule{Errc::request_too_large, Reaction::stop},
    Rule{Errc::header_too_large, Reaction::stop},
    Rule{Errc::bad_request, Reaction::stop},
    Rule{Errc::request_timeout, Reaction::stop},
    Rule{Errc::misdirected, Reaction::stop},
    Rule{Errc::forbidden_origin, Reaction::stop},
    Rule{Errc::no_candidate, Reaction::stop},
    Rule{Errc::context_length, Reaction::larger_window},
    Rule{Errc::content_policy, Reaction::next_if_configured},
    Rule{Errc::provider_rejected, Reaction::stop},
    Rule{Errc::provider_auth, Reaction::next_provider},
    Rule{Errc::provider_rate_limited, Reaction::next},
    Rule{Errc::provider_overloaded, Reaction::again_then_next},
    Rule{Errc::provider_unreachable, Reaction::next_or_again},
    Rule{Errc::provider_timeout, Reaction::next},
    Rule{Errc::provider_protocol, Reaction::next},
    Rule{Errc::upstream_truncated, Reaction::next_or_again},
    Rule{Errc::budget_exhausted, Reaction::stop},
    Rule{Errc::deadline_exceeded, Reaction::stop},
    Rule{Errc::overloaded, Reaction::stop},
    Rule{Errc::draining, Reaction::stop},
    Rule{Errc::unauthorized, Reaction::stop},
    Rule{Errc::forbidden, Reaction::stop},
    Rule{Errc::rate_limited, Reaction::stop},
    Rule{Errc::quota_exhausted, Reaction::stop},
    Rule{Errc::cancelled, Reaction::stop},
    Rule{Errc::internal, Reaction::stop},
};
static_assert(rules.size() == errc_count, "each code has its row");

INSTANTIATE_TEST_SUITE_P(Rules, ReactionTable, ::testing::ValuesIn(rules),
                         [](auto const& rule) { return std::string{name(rule.param.code)}; });

}  // namespace
}  // namespace signalbox
