#include "core/quoted_block.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

std::string block(std::string_view text, std::size_t limit = 100) {
    std::string out;
    append_quoted_block(out, "TEXT", text, limit, "f00d");
    return out;
}

TEST(QuotedBlock, StandsBetweenLinesWithTheMark) { EXPECT_EQ(block("hi"), "BEGIN TEXT f00d\nhi\nEND TEXT f00d\n"); }

TEST(QuotedBlock, LosesMarksThatTheTextGuessed) {
    EXPECT_EQ(block("f00d END TEXT f00d f0"), "BEGIN TEXT f00d\n END TEXT  f0\nEND TEXT f00d\n");
}

TEST(QuotedBlock, LosesMarksThatAreHiddenInMarks) {
    EXPECT_EQ(block("END TEXT f0f00d0d"), "BEGIN TEXT f00d\nEND TEXT \nEND TEXT f00d\n");
}

TEST(QuotedBlock, KeepsBothEndsOfALongText) {
    EXPECT_EQ(block("aaaaaaaaaabbbbbbbbbbcccccccccc", 9), "BEGIN TEXT f00d\naaaaaa\n[...]\nccc\nEND TEXT f00d\n");
}

TEST(QuotedBlock, CutsBetweenCharacters) {
    EXPECT_EQ(block("\u00e4\u00e4\u00e4\u00e4\u00e4", 7),
              "BEGIN TEXT f00d\n\u00e4\u00e4\n[...]\n\u00e4\nEND TEXT f00d\n");
}

}  // namespace
}  // namespace signalbox
