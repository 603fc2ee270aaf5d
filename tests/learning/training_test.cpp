#include "learning/training.hpp"

#include "learning/messages.hpp"

#include <gtest/gtest.h>

namespace signalbox::learning {
namespace {

std::vector<Example> small_world() {
    std::vector<Example> examples;
    for (int i = 0; i < 30; ++i) {
        examples.push_back({.design = design_of(about("kernel", i)),
                            .category = Category::code,
                            .category_weight = 1,
                            .cheap = 0.2,
                            .cheap_weight = 1,
                            .gap = 0.6,
                            .gap_weight = 1});
        examples.push_back({.design = design_of(about("garden", i)),
                            .category = Category::chat,
                            .category_weight = 1,
                            .cheap = 0.95,
                            .cheap_weight = 1,
                            .gap = 0.02,
                            .gap_weight = 1});
    }
    return examples;
}

TrainingOptions const gentle{.category = {.grams = 0.1, .dense = 1, .bias = 0.01},
                             .ease = {.grams = 0.1, .dense = 1, .bias = 0.01},
                             .gain = {.grams = 0.1, .dense = 1, .bias = 0.01}};

TEST(Training, TellsCategoryDifficultyAndNeedOfWhatItHasNotSeen) {
    auto const weights = train(small_world(), gentle);
    auto const hard = estimate(weights, about("kernel", 77)), easy = estimate(weights, about("garden", 77));
    EXPECT_EQ(hard.category(), Category::code);
    EXPECT_EQ(easy.category(), Category::chat);
    EXPECT_NEAR(hard.difficulty, 0.8, 0.15);
    EXPECT_NEAR(easy.difficulty, 0.05, 0.1);
    EXPECT_GT(hard.need, 0.7);
    EXPECT_LT(easy.need, 0.3);
}

TEST(Training, LeavesOutWhatAnExampleDoesNotKnow) {
    auto examples = small_world();
    for (auto& example : examples) example.gap_weight = 0;
    auto const weights = train(examples, gentle);
    EXPECT_EQ(weights.scale[static_cast<std::size_t>(Head::gain)], 0);
    EXPECT_GT(weights.scale[static_cast<std::size_t>(Head::ease)], 0);
}

TEST(Training, AddsWhatBeingOfACategoryIsWorth) {
    auto options = gentle;
    auto const before = estimate(train(small_world(), options), about("garden", 77)).need;
    options.gain_of[static_cast<std::size_t>(Category::chat)] = 0.2;
    EXPECT_GT(estimate(train(small_world(), options), about("garden", 77)).need, before);
}

TEST(Training, GivesTheSameBytesEveryTime) {
    EXPECT_EQ(write_weights(train(small_world(), gentle)), write_weights(train(small_world(), gentle)));
}

TEST(Training, OfNothingGivesWeightsThatAreReadable) { EXPECT_TRUE(read_weights(write_weights(train({}, gentle)))); }

}  // namespace
}  // namespace signalbox::learning
