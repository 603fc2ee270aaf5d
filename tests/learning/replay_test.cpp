#include "learning/replay.hpp"

#include "learning/rated.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

Outcome checked(double score = 1) {
    auto outcome = rated("a", Category::code, score);
    outcome.source = OutcomeSource::checks;
    return outcome;
}

std::vector<float> scores(Replay const& replay) {
    std::vector<float> list;
    for (auto const& outcome : replay.all()) list.push_back(outcome->score);
    return list;
}

TEST(Replay, KeepsOutcomesInTheirOrder) {
    Replay replay{3};
    for (auto const score : {0.1, 0.2, 0.3}) replay.take(rated("a", Category::code, score));
    EXPECT_EQ(scores(replay), (std::vector{0.1F, 0.2F, 0.3F}));
}

TEST(Replay, ForgetsTheOldestWhenItIsFull) {
    Replay replay{3};
    for (auto const score : {0.1, 0.2, 0.3, 0.4, 0.5}) replay.take(rated("a", Category::code, score));
    EXPECT_EQ(replay.size(), 3U);
    EXPECT_EQ(scores(replay), (std::vector{0.3F, 0.4F, 0.5F}));
}

TEST(Replay, TakesTheLaterOfTwoWithOneId) {
    Replay replay{3};
    auto outcome = rated("a", Category::code, 0.1);
    replay.take(outcome);
    replay.take(rated("a", Category::code, 0.2));
    outcome.score = 0.9F;
    replay.take(outcome);
    EXPECT_EQ(scores(replay), (std::vector{0.2F, 0.9F}));
    EXPECT_EQ(replay.of(OutcomeSource::feedback), 2U);
}

TEST(Replay, LetsChecksNotCrowdOutWhatSaysMore) {
    Replay replay{10};
    for (int i = 0; i < 5; ++i) replay.take(rated("a", Category::code, 0.5));
    for (int i = 0; i < 1000; ++i) replay.take(checked());
    EXPECT_EQ(replay.size(), 10U);
    EXPECT_EQ(replay.of(OutcomeSource::feedback), 5U);
}

TEST(Replay, LetsOldFeedbackGoForNew) {
    Replay replay{4};
    for (int i = 0; i < 4; ++i) replay.take(rated("a", Category::code, 0));
    for (int i = 0; i < 2; ++i) replay.take(checked());
    for (int i = 0; i < 4; ++i) replay.take(rated("a", Category::code, 1));
    EXPECT_EQ(replay.size(), 4U);
    EXPECT_EQ(std::ranges::count(scores(replay), 0.0F), 0);
}

TEST(Replay, StaysWithinItsBoundOverManyTurns) {
    Replay replay{7};
    for (int i = 0; i < 5000; ++i) {
        replay.take(i % 3 == 0 ? checked() : rated("a", Category::code, 0.5));
        ASSERT_LE(replay.size(), 7U);
        ASSERT_EQ(replay.all().size(), replay.size());
    }
}

}  // namespace
}  // namespace signalbox
