#include "validation/counted_items.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(ItemsWanted, IsTheNumberBehindTheVerb) {
    EXPECT_EQ(items_wanted("List 10 dog breeds."), 10U);
    EXPECT_EQ(items_wanted("Please give me five good examples of irony."), 5U);
    EXPECT_EQ(items_wanted("Name three rivers"), 3U);
}

TEST(ItemsWanted, IsNothingWhereTheNumberMeansSomethingElse) {
    EXPECT_EQ(items_wanted("List things to do in 3 days"), 0U);
    EXPECT_EQ(items_wanted("Write 3 sentences about rain"), 0U);
    EXPECT_EQ(items_wanted("List at most 10 capitals"), 0U);
    EXPECT_EQ(items_wanted("List 3 pros and 2 cons"), 0U);
    EXPECT_EQ(items_wanted("What happened to the 12 apostles?"), 0U);
    EXPECT_EQ(items_wanted("Give me one example"), 0U);
    EXPECT_EQ(items_wanted(""), 0U);
}

TEST(ItemsListed, CountsTheOutermostItems) {
    EXPECT_EQ(items_listed("1. a\n2. b\n   - detail\n3. c\n"), 4U);  // more rather than less
    EXPECT_EQ(items_listed("Here you go:\n\n- a\n- b\n"), 2U);
    EXPECT_EQ(items_listed("- Reds: a, b\n- Whites: c, d\n"), 4U);
}

TEST(ItemsListed, CountsNothingInProse) {
    EXPECT_EQ(items_listed("One is this.\nAnother is that.\nA third one.\n- and a fourth\n"), 0U);
    EXPECT_EQ(items_listed("```\n- a\n```"), 0U);
}

TEST(HasItems, LooksAtTheBeginningsOfLines) {
    EXPECT_TRUE(has_items("Here:\n  - a"));
    EXPECT_TRUE(has_items("**1.** a"));
    EXPECT_FALSE(has_items("A - b\nc"));
    EXPECT_FALSE(has_items(""));
}

}  // namespace
}  // namespace signalbox
