#include "pipeline/seam.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

struct Joint {
    char const* name;
    std::string before;
    std::string after;
    std::string joined;
    friend void PrintTo(Joint const& joint, std::ostream* out) { *out << joint.name; }
};

class Seams : public ::testing::TestWithParam<Joint> {};

TEST_P(Seams, AreJoinedWhole) {
    auto const& [name, before, after, joined] = GetParam();
    EXPECT_EQ(before + after.substr(seam_overlap(before, after)), joined);
}

// However the continuation is cut into pieces, the text is the same.
TEST_P(Seams, AreJoinedPieceByPiece) {
    auto const& [name, before, after, joined] = GetParam();
    for (std::size_t size = 1; size <= after.size() + 1; ++size) {
        Seam seam{before};
        std::string text;
        for (std::size_t at = 0; at < after.size(); at += size) text += seam.feed(after.substr(at, size));
        text += seam.finish();
        EXPECT_EQ(before + text, joined) << "pieces of " << size;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Seams,
    ::testing::Values(
        Joint{"AContinuationThatRepeatsNothing", "The cat sat on", " the mat.", "The cat sat on the mat."},
        Joint{"AContinuationThatRepeatsTheLastWords", "In spring the old cat sat on", "the old cat sat on the mat.",
              "In spring the old cat sat on the mat."},
        Joint{"AContinuationThatRepeatsAll", "The cat sat on", "The cat sat on the mat.", "The cat sat on the mat."},
        Joint{"AContinuationThatSaysTheSameAndNoMore", "The cat sat on the mat.", "The cat sat on the mat.",
              "The cat sat on the mat."},
        Joint{"AShortAgreementByChance", "a, b, c, ", "c, d", "a, b, c, c, d"},
        Joint{"ARuleOfDashes", "| a | b |\n|--------------------|", "--------------------|\n| 1 |",
              "| a | b |\n|--------------------|--------------------|\n| 1 |"},
        Joint{"ABeginningThatOnlyLooksTheSame", "The cat sat on", "The cat stood up.",
              "The cat sat onThe cat stood up."},
        Joint{"OtherScripts", "Кошка сидела на старом", "сидела на старом ковре", "Кошка сидела на старом ковре"},
        Joint{"AnEmptyContinuation", "The cat", "", "The cat"},
        Joint{"AOneLetterWordAtTheStart", "a", "and so on", "aand so on"},
        Joint{"APartOfTheBeginning", "The cat sat on the mat and slept", "The cat sat",
              "The cat sat on the mat and sleptThe cat sat"}),
    [](auto const& joint) { return joint.param.name; });

TEST(Seam, HoldsNothingBackOnceItIsNew) {
    Seam seam{"The cat sat on"};
    EXPECT_EQ(seam.feed(" the"), " the");
    EXPECT_EQ(seam.feed("The cat sat on"), "The cat sat on");
    EXPECT_EQ(seam.finish(), "");
}

TEST(Seam, IsQuickForALongRepetition) {
    std::string const before(1 << 20, 'x');
    Seam seam{before};
    std::string text;
    for (std::size_t at = 0; at < before.size(); at += 4) text += seam.feed("xxxx");
    text += seam.feed("new");
    EXPECT_EQ(text, "new");
}

}  // namespace
}  // namespace signalbox
