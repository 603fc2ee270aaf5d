#include "learning/fair_weights.hpp"

#include "learning/rated.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace signalbox {
namespace {

constexpr std::int64_t now = 1'000'000;

class FairWeightsTest : public ::testing::Test {
protected:
    void say(std::uint64_t party, int times) {
        for (int i = 0; i < times; ++i) outcomes.push_back(rated("a", Category::code, 0, party));
    }
    // Of all the weight.
    double share_of(std::uint64_t party) {
        double own = 0;
        auto const weights = fair_weights(pointers(outcomes), rules, now);
        for (std::size_t i = 0; i < outcomes.size(); ++i) own += outcomes[i].party == party ? weights[i] : 0;
        return own / std::accumulate(weights.begin(), weights.end(), 0.0);
    }
    std::vector<Outcome> outcomes;
    FairWeights rules{.trusted_weight = 1};
};

TEST_F(FairWeightsTest, LetOneKeyHaveAQuarterAmongMany) {
    say(1, 1000);
    for (std::uint64_t party = 2; party < 12; ++party) say(party, 10);
    EXPECT_NEAR(share_of(1), 0.25, 1e-6);
    EXPECT_NEAR(share_of(2), 0.075, 1e-6) << "the others keep what they have";
}

TEST_F(FairWeightsTest, LeaveTheOnlyKeyAlone) {
    say(1, 100);
    EXPECT_EQ(fair_weights(pointers(outcomes), rules, now), std::vector<double>(100, 1.0));
}

TEST_F(FairWeightsTest, GiveEachOfFewKeysAnEvenShare) {
    say(1, 100);
    say(2, 40);
    EXPECT_NEAR(share_of(1), 0.5, 1e-6);
}

TEST_F(FairWeightsTest, TrustAKeyWithALittleWhateverTheOthersHave) {
    rules.trusted_weight = 50;
    say(1, 60);
    say(2, 1);
    auto const weights = fair_weights(pointers(outcomes), rules, now);
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end() - 1, 0.0), 50, 1e-6);
}

TEST_F(FairWeightsTest, DoNotLimitWhatCameWithoutAKey) {
    say(0, 1000);
    say(1, 1);
    EXPECT_GT(share_of(0), 0.99);
}

TEST_F(FairWeightsTest, HalveInAMonth) {
    say(0, 1);
    EXPECT_NEAR(fair_weights(pointers(outcomes), rules, now + 30 * 86'400)[0], 0.5, 1e-9);
    EXPECT_NEAR(fair_weights(pointers(outcomes), rules, now - 86'400)[0], 1, 1e-9) << "what is of tomorrow is of today";
}

TEST_F(FairWeightsTest, CapASingleOutcome) {
    rules.most_each = 0.5;
    say(0, 1);
    EXPECT_EQ(fair_weights(pointers(outcomes), rules, now)[0], 0.5);
}

}  // namespace
}  // namespace signalbox
