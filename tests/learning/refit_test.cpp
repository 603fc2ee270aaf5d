#include "learning/refit.hpp"

#include "core/log_odds.hpp"
#include "learning/messages.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox::learning {
namespace {

// Weights that know nothing yet: everything is even, the need is spread around a small gain.
Weights blank() {
    Weights weights;
    weights.need_slope = 8;
    weights.need_middle = 0.2F;
    return weights;
}

class RefitTest : public ::testing::Test {
protected:
    // Both reference models answered a message.
    void answered(std::string const& text, double cheap, double strong) {
        messages.push_back({design_of(text), Category::code});
        auto const message = static_cast<std::uint32_t>(messages.size() - 1);
        observations.push_back({.message = message, .strength = 0, .score = cheap});
        observations.push_back({.message = message, .strength = 1, .score = strong});
    }
    // Kernels need the strong model, gardens do not.
    void world(int size) {
        for (int i = 0; i < size; ++i) {
            answered(about("kernel", i), 0, 1);
            answered(about("garden", i), 1, 1);
        }
    }
    [[nodiscard]] Weights refitted() const { return refit(base, messages, observations); }

    Weights base = blank();
    std::vector<SeenMessage> messages;
    std::vector<Observation> observations;
};

TEST_F(RefitTest, LeavesTheBaseAloneWithoutOutcomes) { EXPECT_EQ(refitted().version(), base.version()); }

TEST_F(RefitTest, LearnsWhoNeedsTheStrongModel) {
    world(40);
    auto const weights = refitted();
    EXPECT_GT(estimate(weights, about("kernel", 99)).need, estimate(weights, about("garden", 99)).need + 0.2);
}

TEST_F(RefitTest, LearnsWhereTheCheapModelFallsShort) {
    world(40);
    auto const weights = refitted();
    EXPECT_GT(estimate(weights, about("kernel", 99)).difficulty, 0.4);
    EXPECT_LT(estimate(weights, about("garden", 99)).difficulty, 0.2);
}

TEST_F(RefitTest, LearnsTheSameWhenOnlyOneModelAnsweredEachMessage) {
    world(80);
    std::vector<Observation> one_each;
    for (std::size_t message = 0; message < messages.size(); ++message) {
        bool const strong = message / 2 % 2 == 0;  // every second kernel and every second garden
        one_each.push_back(observations[2 * message + (strong ? 1 : 0)]);
    }
    observations = one_each;
    auto const weights = refitted();
    EXPECT_GT(estimate(weights, about("kernel", 99)).need, estimate(weights, about("garden", 99)).need + 0.1);
}

TEST_F(RefitTest, MovesLittleForFewOutcomes) {
    answered(about("kernel", 1), 0, 1);
    auto const before = estimate(base, about("kernel", 1));
    auto const after = estimate(refitted(), about("kernel", 1));
    EXPECT_NEAR(after.difficulty, before.difficulty, 0.25);
    EXPECT_NEAR(after.need, before.need, 0.35);
}

TEST_F(RefitTest, KeepsWhatTellsCategories) {
    world(20);
    auto const weights = refitted();
    for (auto const category : {Head::code, Head::research, Head::creative, Head::analysis, Head::chat}) {
        auto const head = static_cast<std::size_t>(category);
        EXPECT_EQ(weights.scale[head], base.scale[head]);
    }
}

TEST_F(RefitTest, ToldChancesComeTrue) {
    for (int i = 0; i < 200; ++i) answered("is the " + std::to_string(i) + " here", i % 10 < 8 ? 1 : 0, 1);
    EXPECT_NEAR(1 - estimate(refitted(), "is the 7 here").difficulty, 0.8, 0.08);
}

TEST_F(RefitTest, DoesNotCountWhatIsNoEvidence) {
    world(5);
    auto const clean = refitted().version();
    auto const nothing = std::numeric_limits<double>::quiet_NaN();
    observations.push_back({.message = 10'000, .strength = 0, .score = 1});
    observations.push_back({.message = 0, .strength = nothing, .score = 1});
    observations.push_back({.message = 0, .strength = 0, .score = nothing});
    observations.push_back({.message = 0, .strength = 0, .score = 1.5});
    observations.push_back({.message = 0, .strength = 0, .score = 1, .weight = 0});
    observations.push_back({.message = 0, .strength = 0, .score = 1, .weight = -1});
    EXPECT_EQ(refitted().version(), clean);
}

TEST_F(RefitTest, GivesTheSameBytesEveryTime) {
    world(20);
    EXPECT_EQ(write_weights(refitted()), write_weights(refitted()));
}

TEST_F(RefitTest, IsBelievedAsMuchAsItWeighs) {
    world(40);
    auto const full = estimate(refitted(), about("kernel", 99)).difficulty;
    for (auto& one : observations) one.weight = 0.02;
    auto const light = estimate(refitted(), about("kernel", 99)).difficulty;
    EXPECT_LT(light, full - 0.05);
}

}  // namespace
}  // namespace signalbox::learning
