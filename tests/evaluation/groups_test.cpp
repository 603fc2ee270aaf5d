#include "evaluation/groups.hpp"

#include "evaluation/made_outcomes.hpp"
#include "evaluation/word_count.hpp"

#include <gtest/gtest.h>

namespace signalbox::evaluation {
namespace {

TEST(GroupFigures, LookAtEachGroupByItself) {
    std::vector<double> const need{4, 3, 2, 1};
    std::vector<std::string> const names{"b", "a", "b", "a"};
    auto const groups = group_figures(fakes::outcomes({0, 1, 1, 1}, {1, 1, 1, 1}), need, names);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].name, "a");
    EXPECT_FALSE(groups[0].apgr);  // nothing to gain
    EXPECT_EQ(groups[1].prompts, 2U);
    EXPECT_DOUBLE_EQ(groups[1].weak, 0.5);
    EXPECT_DOUBLE_EQ(groups[1].need, 3);
    EXPECT_DOUBLE_EQ(*groups[1].apgr, 0.75);
}

TEST(WordCount, CountsWhatStandsBetweenSpaces) {
    EXPECT_EQ(word_count(""), 0U);
    EXPECT_EQ(word_count("  \n"), 0U);
    EXPECT_EQ(word_count("one"), 1U);
    EXPECT_EQ(word_count(" one\ttwo\r\nthree "), 3U);
}

TEST(WordCount, KnowsUnicodesSpaces) {
    EXPECT_EQ(word_count("a\u00a0b\u3000c\u2003d"), 4U);
    EXPECT_EQ(word_count("na\u00efve caf\u00e9"), 2U);
    EXPECT_EQ(word_count("\u4f60\u597d"), 1U);
}

}  // namespace
}  // namespace signalbox::evaluation
