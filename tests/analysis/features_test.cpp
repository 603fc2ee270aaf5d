#include "analysis/features.hpp"

#include "analysis/gram_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

namespace signalbox {
namespace {

class FeaturesTest : public ::testing::Test {
protected:
    void read(std::string_view text) { features->read({.head = text, .bytes = text.size()}); }
    [[nodiscard]] unsigned grams_of(std::string_view phrase) const {
        auto const found = std::ranges::find(features->grams(), gram_hash(phrase), &Gram::hash);
        return found == features->grams().end() ? 0 : found->count;
    }
    std::unique_ptr<Features> features = std::make_unique<Features>();
};

TEST_F(FeaturesTest, HashesWordsAndPairsInLowerCase) {
    read("Write a FUNCTION, write");
    EXPECT_EQ(grams_of("write"), 2U);
    EXPECT_EQ(grams_of("a function"), 1U);
    EXPECT_EQ(grams_of("function write"), 1U);
    EXPECT_EQ(features->count(Count::words), 4U);
}

TEST_F(FeaturesTest, DoesNotPairWordsOfDifferentSentencesOrLines) {
    read("It works. Thanks\nFriend");
    EXPECT_EQ(grams_of("works thanks"), 0U);
    EXPECT_EQ(grams_of("thanks friend"), 0U);
}

TEST_F(FeaturesTest, LowersTheCaseOfOtherAlphabets) {
    read("НАПИШИ Écris ÜBER Ёлка");
    EXPECT_EQ(grams_of("напиши écris"), 1U);
    EXPECT_EQ(grams_of("über"), 1U);
    EXPECT_EQ(grams_of("ёлка"), 1U);
}

TEST_F(FeaturesTest, PairsIdeographsWithoutASpace) {
    read("写代码");
    EXPECT_EQ(grams_of("代码"), 1U);
    EXPECT_EQ(features->count(Count::ideographs), 3U);
    EXPECT_EQ(features->signal(Signal::code_thing).all, 1U);
}

TEST_F(FeaturesTest, KeepsTheNamesOfLanguagesWithSigns) {
    read("C++ or C#?");
    EXPECT_EQ(grams_of("c++"), 1U);
    EXPECT_EQ(grams_of("c#"), 1U);
}

TEST_F(FeaturesTest, CountsWhatLooksLikeCode) {
    read("```\nint snake_case = camelCase(); // src/main\n```\nand `inline`");
    EXPECT_EQ(features->count(Count::fences), 2U);
    EXPECT_EQ(features->count(Count::inline_code), 2U);
    EXPECT_EQ(features->count(Count::identifiers), 3U);  // snake_case, camelCase, a call
    EXPECT_EQ(features->count(Count::paths), 1U);
}

TEST_F(FeaturesTest, CountsListsAndOptions) {
    read("1. one\n2) two\n- three\n* four\nA. no\n(B) yes\n- ");
    EXPECT_EQ(features->count(Count::list_items), 5U);
    EXPECT_EQ(features->count(Count::options), 2U);
    EXPECT_EQ(features->count(Count::lines), 7U);
}

TEST_F(FeaturesTest, CountsQuestionsOfAnyScript) {
    read("Really? 真的吗？");
    EXPECT_EQ(features->count(Count::questions), 2U);
}

TEST_F(FeaturesTest, FindsAWishForALength) {
    read("Describe it in 500 words");
    EXPECT_EQ(features->asked_unit, LengthUnit::words);
    EXPECT_EQ(features->asked_amount, 500U);
    read("Describe it in three short sentences");
    EXPECT_EQ(features->asked_unit, LengthUnit::none);  // "short" is no unit
    read("Describe it in three sentences");
    EXPECT_EQ(features->asked_unit, LengthUnit::sentences);
    EXPECT_EQ(features->asked_amount, 3U);
}

TEST_F(FeaturesTest, TellsInstructionsFromPastedMaterial) {
    read("Summarize:\n" + std::string(1000, '.') + " poem " + std::string(1000, '.'));
    EXPECT_EQ(features->signal(Signal::condense).edge, 1U);
    EXPECT_EQ(features->signal(Signal::story).all, 1U);
    EXPECT_EQ(features->signal(Signal::story).edge, 0U);
}

TEST_F(FeaturesTest, EstimatesTokensNearFourBytesEachForProse) {
    std::string_view const prose =
        "The quick brown fox jumps over the lazy dog, while the old farmer watches from his porch and wonders whether "
        "the weather will hold until the harvest is finally brought in.";
    read(prose);
    EXPECT_NEAR(features->tokens, static_cast<double>(prose.size()) / 4.5, 8);
}

TEST_F(FeaturesTest, EstimatesAboutOneTokenAnIdeograph) {
    read("请用中文解释量子力学");
    EXPECT_NEAR(features->tokens, 10, 2);
}

TEST_F(FeaturesTest, AcceptsAnyBytes) {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    for (std::size_t cut = 0; cut <= all.size(); ++cut) read(std::string_view{all}.substr(cut));
    read("\xF0\x9F\x98");  // half an emoji
    EXPECT_EQ(features->count(Count::rubbish), 3U);
    read(std::string_view{"a\0b", 3});
    EXPECT_EQ(features->count(Count::words), 2U);
}

TEST_F(FeaturesTest, ReadsOnlyBothEndsOfAHugeMessage) {
    std::string const head(8192, 'a'), tail(8192, 'b');
    features->read({.head = head, .tail = tail, .bytes = 1 << 20});
    EXPECT_TRUE(features->clipped);
    EXPECT_EQ(features->bytes_read, 16384U);
    EXPECT_EQ(features->count(Count::words), 2U);
}

TEST_F(FeaturesTest, StopsAtItsLimitOfGramsAndSaysSo) {
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        for (int rest = i; rest > 0; rest /= 26) text.push_back(static_cast<char>('a' + rest % 26));
        text.push_back(' ');
    }
    read(text);
    EXPECT_EQ(features->grams().size(), Features::max_grams);
    EXPECT_TRUE(features->clipped);
}

TEST_F(FeaturesTest, ListsEachGramOnce) {
    read("a b a b c a b, a; b 1 22 333 4444 a b");
    std::set<std::uint32_t> hashes;
    for (auto const& gram : features->grams()) EXPECT_TRUE(hashes.insert(gram.hash).second);
}

TEST_F(FeaturesTest, ForgetsTheMessageBefore) {
    read("Prove it in 5 lines? `x`");
    read("");
    EXPECT_TRUE(features->grams().empty());
    EXPECT_FALSE(features->has(Signal::proof));
    EXPECT_EQ(features->count(Count::questions), 0U);
    EXPECT_EQ(features->asked_unit, LengthUnit::none);
    EXPECT_EQ(features->tokens, 0);
}

}  // namespace
}  // namespace signalbox
