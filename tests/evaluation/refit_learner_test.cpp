#include "evaluation/refit_learner.hpp"

#include "analysis/builtin_analyzer.hpp"
#include "evaluation/recovery.hpp"
#include "evaluation/resample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace signalbox::evaluation {
namespace {

// Prompts of one shape on houses and boats, in about equal numbers. Those with the `hard` word are too much for the
// weak model, for no reason that an analyzer could know before it has seen outcomes.
struct TwoWordWorld {
    std::vector<std::string> prompts;
    Outcomes outcomes;
};
TwoWordWorld world_where(std::string const& hard, std::size_t count) {
    Random random{11};
    TwoWordWorld world;
    for (std::size_t i = 0; i < count; ++i) {
        std::string const word = random.uniform() < 0.5 ? "boat" : "house";
        world.prompts.push_back("What does part " + std::to_string(random.below(1'000)) + " of a " + word + " weigh?");
        world.outcomes.weak.push_back(word == hard ? 0 : 1);
        world.outcomes.strong.push_back(1);
        world.outcomes.weak_cost.push_back(1);
        world.outcomes.strong_cost.push_back(10);
    }
    return world;
}

std::vector<std::uint32_t> rows(std::uint32_t from, std::uint32_t to) {
    std::vector<std::uint32_t> all(to - from);
    std::iota(all.begin(), all.end(), from);
    return all;
}

// On the rows from `from` on.
double apgr(Outcomes const& outcomes, Opinions const& opinions, std::size_t from) {
    auto const tail = [from](std::vector<double> const& list) {
        return std::vector<double>(list.begin() + static_cast<std::ptrdiff_t>(from), list.end());
    };
    Outcomes const part{tail(outcomes.weak), tail(outcomes.strong), tail(outcomes.weak_cost),
                        tail(outcomes.strong_cost)};
    auto const found = recovery(Ranking{opinions.need}, part, each_once(part.size()));
    return found ? found->apgr : 0;
}

TEST(RefitLearner, SaysWhatTheBaseSaysBeforeItKnowsAnything) {
    auto const world = world_where("boat", 20);
    RefitLearner learner{built_in_weights(), world.prompts, world.outcomes};
    auto const opinions = learner.learn({}, rows(0, 20));
    ASSERT_TRUE(opinions);
    BuiltinAnalyzer const analyzer;
    for (std::size_t i = 0; i < 20; ++i) {
        ChainContext context;
        context.messages.push_back({Role::user, world.prompts[i]});
        auto const analysis = analyzer.analyze(context);
        EXPECT_EQ(opinions->need[i], analysis.need);
        EXPECT_EQ(opinions->weak_ok[i], 1 - analysis.difficulty);
    }
}

// 0.75 is all there is where half of the prompts need the strong model, and who guesses the word is right in one world
// and wrong in the other.
TEST(RefitLearner, LearnsWhichWordIsTooMuchForTheWeakModel) {
    double worst_before = 1, worst_after = 1;
    for (auto const* hard : {"boat", "house"}) {
        auto const world = world_where(hard, 300);
        RefitLearner learner{built_in_weights(), world.prompts, world.outcomes};
        auto const before = learner.learn({}, rows(100, 300)), after = learner.learn(rows(0, 100), rows(100, 300));
        ASSERT_TRUE(before && after);
        worst_before = std::min(worst_before, apgr(world.outcomes, *before, 100));
        worst_after = std::min(worst_after, apgr(world.outcomes, *after, 100));
    }
    EXPECT_LT(worst_before, 0.55);
    EXPECT_GT(worst_after, 0.7);
}

TEST(RefitLearner, StartsFromTheBaseEachTime) {
    auto const world = world_where("boat", 120);
    RefitLearner learner{built_in_weights(), world.prompts, world.outcomes};
    auto const first = learner.learn({}, rows(100, 120));
    static_cast<void>(learner.learn(rows(0, 100), rows(100, 120)));
    EXPECT_EQ(learner.learn({}, rows(100, 120))->need, first->need);
}

}  // namespace
}  // namespace signalbox::evaluation
