#include "analysis/design_row.hpp"

#include "analysis/gentle_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace signalbox {
namespace {

std::unique_ptr<Features> read(std::string_view text) {
    auto features = std::make_unique<Features>();
    features->read({.head = text, .tail = {}, .bytes = text.size()});
    return features;
}
DesignRow row_of(std::string_view text, std::size_t most = Features::max_grams) {
    return design_row(*read(text), most);
}
float dense(std::string_view text, std::size_t index) { return dense_row(*read(text))[index]; }
float dense(std::string_view text, Shape shape) { return dense(text, dense_index(shape)); }

double length(DesignRow const& row) {
    double squares = 0;
    for (auto const& cell : row.cells) squares += static_cast<double>(cell.value) * cell.value;
    return std::sqrt(squares);
}

TEST(GentleLog, StaysWithinATenthBelowTheLogarithm) {
    for (std::uint32_t n = 0; n < 100'000; n += 1 + n / 7) {
        auto const exact = std::log2(1.0 + n);
        EXPECT_LE(gentle_log(n), exact + 1e-6);
        EXPECT_GT(gentle_log(n), exact - 0.09);
    }
}

TEST(DesignRow, HasLengthOneWhateverTheMessage) {
    EXPECT_NEAR(length(row_of("hello")), 1, 1e-5);
    EXPECT_NEAR(length(row_of("one two two three three three, and then some more of it")), 1, 1e-5);
    EXPECT_TRUE(row_of("").cells.empty());
}

TEST(DesignRow, KeepsTheStrongestCellsInTheirOrder) {
    std::string text = "again again again again";
    for (int i = 0; i < 300; ++i) text += " word" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i);
    auto const whole = row_of(text), few = row_of(text, 10);
    ASSERT_EQ(few.cells.size(), 10U);
    EXPECT_EQ(few.dense, whole.dense);
    auto at = whole.cells.begin();
    for (auto const& cell : few.cells) {
        at = std::find(at, whole.cells.end(), cell);
        ASSERT_NE(at, whole.cells.end());
        ++at;
    }
}

TEST(DesignRow, TellsHowAMessageAndItsLastLineBeginFromTheSameWordsElsewhere) {
    auto const grams = [](std::string_view text) { return read(text)->grams().size(); };
    // Words and pairs are the same; "b a" has other beginnings, and two lines have those of the last one besides.
    EXPECT_EQ(grams("alpha beta"), 2U + 1 + 2);
    EXPECT_EQ(grams("alpha\nbeta"), 2U + 2 + 1);
    EXPECT_NE(row_of("alpha beta alpha").cells, row_of("beta alpha beta").cells);
}

TEST(DenseRow, SaysTheSameOfFewWordsHoweverTheyArePut) {
    EXPECT_EQ(dense_row(*read("Write a class")), dense_row(*read("CREATE A MERGE SORT!!")));
    EXPECT_NE(dense_row(*read("Write a class")), dense_row(*read("Write a poem")));
}

TEST(DenseRow, PaysNoHeedToTheMarkOfAShortQuestion) {
    std::string_view const with_mark = "What is the capital of France?";
    EXPECT_EQ(dense(with_mark, Shape::short_question), 1);
    EXPECT_EQ(dense(with_mark, Shape::question), 0);
    EXPECT_EQ(dense(with_mark, Shape::ends_asking), 0);
    EXPECT_EQ(dense(with_mark, dense_index(Count::questions)), 0);
    EXPECT_EQ(dense("Could you sort these lines for me?", Shape::ends_asking), 1);
}

TEST(DenseRow, SeesAMultipleChoiceAndHowLongItIs) {
    std::string_view const text =
        "Which of them is a metal that people have long used for coins?\nA. iron ore\nB. gold\nC. salt\n";
    EXPECT_EQ(dense(text, Shape::multiple_choice), 1);
    EXPECT_LT(dense(text, Shape::body), dense(text, Shape::length));
    EXPECT_GT(dense(text, Shape::option_length), 0);
    EXPECT_EQ(dense("gold or salt, which of the two is a metal?", Shape::multiple_choice), 0);
}

TEST(DenseRow, StaysBetweenZeroAndThreeButForCounts) {
    for (auto const& text :
         {std::string(9000, '='), std::string(9000, '{'), std::string("\xFF\xFE\x01", 3), std::string(5000, 'A'),
          std::string("``` ``` ``` ```"), std::string("11 11 11 11 11 11")}) {
        auto const row = dense_row(*read(text));
        for (std::size_t i = 0; i < row.size(); ++i) {
            EXPECT_GE(row[i], 0) << i;
            EXPECT_LE(row[i], i < shape_count ? 3 : 8) << i;
        }
    }
}

TEST(GramTrust, IsNoneForFewWordsAndFullFromNineOn) {
    EXPECT_EQ(gram_trust(dense_row(*read("write me a sorting function"))), 0);
    EXPECT_GT(gram_trust(dense_row(*read("please write me a sorting function today"))), 0.3);
    EXPECT_EQ(gram_trust(dense_row(*read("please write me a sorting function today and one tomorrow"))), 1);
}

TEST(DenseReason, HasWordsForWhatIsThereOnly) {
    EXPECT_EQ(dense_reason(dense_index(Signal::proof), 1), "asks for a proof");
    EXPECT_EQ(dense_reason(dense_index(Signal::proof), 0), "");
    EXPECT_EQ(dense_reason(dense_index(Shape::length), 1), "");
    EXPECT_EQ(dense_reason(dense_index(Shape::length), 2), "long message");
    EXPECT_EQ(dense_reason(dense_index(Shape::bias), 1), "");
}

}  // namespace
}  // namespace signalbox
