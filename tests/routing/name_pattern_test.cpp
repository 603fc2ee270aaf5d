#include "routing/name_pattern.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

TEST(NamePattern, WithoutAStarIsTheName) {
    EXPECT_TRUE(matches_pattern("openai/gpt-4o", "openai/gpt-4o"));
    EXPECT_FALSE(matches_pattern("openai/gpt-4o", "openai/gpt-4o-mini"));
    EXPECT_FALSE(matches_pattern("openai/gpt-4o", "xopenai/gpt-4o"));
    EXPECT_FALSE(matches_pattern("", "a"));
    EXPECT_TRUE(matches_pattern("", ""));
}

TEST(NamePattern, HasStarsForAnything) {
    EXPECT_TRUE(matches_pattern("*", ""));
    EXPECT_TRUE(matches_pattern("*", "openai/gpt-4o"));
    EXPECT_TRUE(matches_pattern("openai/*", "openai/gpt-4o"));
    EXPECT_TRUE(matches_pattern("openai/*", "openai/"));
    EXPECT_FALSE(matches_pattern("openai/*", "openai"));
    EXPECT_TRUE(matches_pattern("*:free", "a/b:free"));
    EXPECT_FALSE(matches_pattern("*:free", "a/b:freed"));
    EXPECT_TRUE(matches_pattern("*/gpt-*-mini", "openai/gpt-4o-gpt-5-mini"));
    EXPECT_FALSE(matches_pattern("*/gpt-*-mini", "openai/gpt-mini"));
    EXPECT_TRUE(matches_pattern("a**b*", "axb"));
}

TEST(NamePattern, TakesNoTimeWithManyStars) {
    std::string pattern;
    for (int i = 0; i < 50; ++i) pattern += "a*";
    EXPECT_FALSE(matches_pattern(pattern + "b", std::string(256, 'a')));
}

}  // namespace
}  // namespace signalbox
