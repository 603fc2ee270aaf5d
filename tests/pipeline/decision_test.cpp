#include "pipeline/decision.hpp"

#include "fakes/recording_sink.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class LevelAnalyzer final : public Analyzer {
public:
    [[nodiscard]] AnalysisResult analyze(ChainContext const&) const override {
        return {.complexity = 5, .input_tokens = {100}, .output_tokens = {200}, .need = 0.2, .confidence = 1};
    }
    [[nodiscard]] std::uint64_t version() const override { return 1; }
};

ModelCard card(std::string id, double quality, MicroUsd price) {
    ModelCard out;
    out.id = out.upstream_name = std::move(id);
    out.provider = "p";
    out.quality.offer(quality, Origin::config);
    out.price.offer({.input = price, .output = price}, Origin::config);
    return out;
}

// Two models of which the small one begins, until it is left alone.
class DecisionTest : public ::testing::Test {
protected:
    DecisionTest() {
        context.messages = {{Role::user, "task"}};
        snapshot.registry = ModelRegistry{{card("small", 0.3, {100'000}), card("large", 0.95, {5'000'000})}};
        snapshot.routing.quality = 0;
        snapshot.analyzer = std::make_shared<LevelAnalyzer>();
        snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
    }
    void fails(std::string_view model) {
        auto* condition = snapshot.health->find(model);
        for (int i = 0; i < 5; ++i) {
            condition->settle(condition->ask(now, {}), CallSign::ill, std::nullopt, now, {});
        }
    }
    void is_limited(std::string_view model, milliseconds wait) {
        auto* condition = snapshot.health->find(model);
        condition->settle(condition->ask(now, {}), CallSign::limited, wait, now, {});
    }
    Result<Decision> decided() { return decide(context, snapshot, cache, now, sink, random); }

    Snapshot snapshot;
    ChainContext context;
    RouteCache cache{{}};
    fakes::RecordingSink sink;
    TimePoint now{1000h};
    std::mt19937_64 random{1};
};

TEST_F(DecisionTest, PassesOverAModelThatIsLeftAlone) {
    fails("small");
    auto const decision = decided();
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->plan->primary, "large");
    EXPECT_TRUE(decision->plan->degraded);
}

TEST_F(DecisionTest, DoesNotRememberAPlanMadeWhileAModelWasLeftAlone) {
    fails("small");
    ASSERT_TRUE(decided());
    EXPECT_EQ(cache.stats(now).size, 0U);
    now += 1min;
    auto const later = decided();
    ASSERT_TRUE(later);
    EXPECT_FALSE(later->cache_hit);
    EXPECT_EQ(later->plan->primary, "small");
}

TEST_F(DecisionTest, BeginsARememberedPlanWithItsFallbackWhileThePrimaryIsLeftAlone) {
    ASSERT_TRUE(decided());
    is_limited("small", 7s);
    auto const around = decided();
    ASSERT_TRUE(around);
    EXPECT_TRUE(around->cache_hit);
    EXPECT_EQ(around->plan->primary, "large");
    EXPECT_TRUE(sink.told("routed:large:cached"));
    now += 7s;
    EXPECT_EQ(decided()->plan->primary, "small");
}

TEST_F(DecisionTest, SaysAtOnceWhenToComeBackWhenAllAreLeftAlone) {
    ASSERT_TRUE(decided());
    fails("small");
    is_limited("large", 3s);
    auto const decision = decided();
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().code, Errc::provider_overloaded);
    EXPECT_EQ(decision.error().retry_after, 3s);
}

TEST_F(DecisionTest, NamesTheRateLimitWhenThatIsWhyAllAreLeftAlone) {
    is_limited("small", 9s);
    is_limited("large", 3s);
    auto const decision = decided();
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().code, Errc::provider_rate_limited);
}

TEST_F(DecisionTest, RefusesAPinnedModelThatIsLeftAlone) {
    context.model = "small";
    fails("small");
    auto const decision = decided();
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().code, Errc::provider_overloaded);
    EXPECT_EQ(decision.error().retry_after, 5s);
    now += 5s;
    EXPECT_TRUE(decided());
}

TEST_F(DecisionTest, ShowsTheSameInAPreview) {
    fails("small");
    auto const shown = preview(context, snapshot, cache, now);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->plan->primary, "large");
}

}  // namespace
}  // namespace signalbox
