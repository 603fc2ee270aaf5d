#include "evaluation/verdict.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

struct Case {
    std::string name;
    Evidence evidence;
    Verdict verdict;
};
class Verdicts : public ::testing::TestWithParam<Case> {};

TEST_P(Verdicts, FollowTheEvidence) {
    auto const judgement = judge(GetParam().evidence);
    EXPECT_EQ(judgement.verdict, GetParam().verdict) << judgement.because;
    EXPECT_FALSE(judgement.because.empty());
}

Figure const clear_gap{0.2, Interval{0.15, 0.25}};

INSTANTIATE_TEST_SUITE_P(
    Rules, Verdicts,
    ::testing::Values(
        Case{"BetterWhereChanceIsExcluded", {900, 300, clear_gap, {0.1, Interval{0.05, 0.15}}, 0.001}, Verdict::better},
        Case{"NotBetterWhereAnAdvantageIsExcluded",
             {900, 300, clear_gap, {0.0, Interval{-0.05, 0.05}}, 0.5},
             Verdict::not_better},
        Case{"NotBetterWhereItIsWorse", {900, 300, clear_gap, {-0.2, Interval{-0.3, -0.1}}, 1}, Verdict::not_better},
        Case{"UnknownWhereTheIntervalIsWide",
             {90, 30, clear_gap, {0.1, Interval{-0.1, 0.3}}, 0.2},
             Verdict::insufficient},
        Case{"UnknownWhereShufflesAreAsGood",
             {90, 30, clear_gap, {0.1, Interval{0.01, 0.3}}, 0.04},
             Verdict::insufficient},
        Case{"UnknownOnFewPrompts", {49, 40, clear_gap, {0.2, Interval{0.1, 0.3}}, 0.001}, Verdict::insufficient},
        Case{"UnknownWhereModelsHardlyDiffer",
             {900, 19, clear_gap, {0.2, Interval{0.1, 0.3}}, 0.001},
             Verdict::insufficient},
        Case{"UnknownWithoutAReliableGap",
             {900, 300, {0.01, Interval{-0.01, 0.03}}, {0.2, Interval{0.1, 0.3}}, 0.001},
             Verdict::insufficient},
        Case{"UnknownWithoutAnAdvantageToTell", {900, 300, clear_gap, {}, 1}, Verdict::insufficient}),
    [](auto const& rule) { return rule.param.name; });

TEST(Verdict, SaysHowManyPromptsWouldTell) {
    // Four times as wide as wanted: sixteen times the prompts.
    auto const judgement = judge({100, 60, clear_gap, {0.1, Interval{-0.1, 0.3}}, 0.2});
    EXPECT_NE(judgement.because.find("about 2000 such prompts"), std::string::npos) << judgement.because;
}

}  // namespace
}  // namespace signalbox::evaluation
