#include "wire/chunk_template.hpp"

#include "wire/openai_answer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox::wire {
namespace {

constexpr std::string_view before =
    R"({"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":")";
constexpr std::string_view behind = R"("},"logprobs":null,"finish_reason":null}],"usage":null})";

std::string chunk(std::string_view raw) { return std::string{before}.append(raw).append(behind); }

class ChunkTemplateTest : public ::testing::Test {
protected:
    ChunkTemplateTest() { learned.learn(chunk("Hi")); }
    // "-" when it does not match.
    std::string text_of(std::string const& whole) {
        auto const text = learned.match(whole);
        return text ? std::string{*text} : "-";
    }
    ChunkTemplate learned;
};

TEST_F(ChunkTemplateTest, KnowsTheTextOfALikeChunk) {
    EXPECT_EQ(text_of(chunk(" world")), " world");
    EXPECT_EQ(text_of(chunk("")), "");
    EXPECT_EQ(text_of(chunk("h\xc3\xa9 \xf0\x9f\x8e\x89\x7f")), "h\xc3\xa9 \xf0\x9f\x8e\x89\x7f");
}

TEST_F(ChunkTemplateTest, KnowsNothingBeforeItLearned) {
    ChunkTemplate fresh;
    EXPECT_FALSE(fresh.match(chunk("a")));
    EXPECT_FALSE(fresh.match(""));
}

TEST_F(ChunkTemplateTest, DecodesEscapesOfOneCharacter) {
    EXPECT_EQ(text_of(chunk(R"(a\"b\\c\/d\n\t\r\b\f.)")), "a\"b\\c/d\n\t\r\b\f.");
    EXPECT_EQ(text_of(chunk(R"(\\)")), "\\");
    EXPECT_EQ(text_of(chunk("\\n\xc3\xa9")), "\n\xc3\xa9");
}

TEST_F(ChunkTemplateTest, LeavesEscapesOfCodePointsToTheReader) {
    EXPECT_EQ(text_of(chunk(R"(\u00e9)")), "-");
    EXPECT_EQ(text_of(chunk(R"(\ud83c\udf89)")), "-");
    EXPECT_EQ(text_of(chunk(R"(\ud83c)")), "-") << "half of a pair";
}

TEST_F(ChunkTemplateTest, RefusesATextThatEndsTheString) {
    EXPECT_EQ(text_of(chunk(R"(a"},"finish_reason":"stop"},{"delta":{"content":"b)")), "-");
    EXPECT_EQ(text_of(chunk(R"(a\\"b)")), "-");
    EXPECT_EQ(text_of(chunk(R"(a\n"b)")), "-");
    EXPECT_EQ(text_of(chunk(std::string{"a"}.append(behind).append(before).append("b"))), "-");
}

TEST_F(ChunkTemplateTest, RefusesATextWhoseLastEscapeTakesTheQuote) {
    EXPECT_EQ(text_of(chunk("a\\")), "-");
    EXPECT_EQ(text_of(chunk(R"(a\\\)")), "-");
}

TEST_F(ChunkTemplateTest, KeepsAnEscapedCopyOfItsSuffixInTheText) {
    EXPECT_EQ(text_of(chunk(R"(\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null})")), std::string{behind});
}

TEST_F(ChunkTemplateTest, RefusesWhatJsonRefuses) {
    for (std::string_view const raw : {"\n", "a\x01", "\\n\x1f", "\\x", "\\", "\\'", "\xff", "\xc3", "\xc3\\n",
                                       "\\\xc3\xa9", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80", "\\n\x80"}) {
        EXPECT_EQ(text_of(chunk(raw)), "-") << raw;
    }
    EXPECT_EQ(text_of(chunk(std::string_view{"\0", 1})), "-");
}

TEST_F(ChunkTemplateTest, RefusesOtherBytesAround) {
    auto const whole = chunk("ab");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i == before.size() || i == before.size() + 1) continue;  // the text itself
        auto other = whole;
        other[i] ^= 1;
        EXPECT_EQ(text_of(other), "-") << other;
    }
}

TEST_F(ChunkTemplateTest, RefusesAChunkTooShortForBothSides) {
    auto const whole = chunk("");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(text_of(whole.substr(0, size)), "-");
        EXPECT_EQ(text_of(whole.substr(whole.size() - size)), "-");
    }
}

TEST_F(ChunkTemplateTest, LearnsTheRightOneOfManyEqualTexts) {
    ChunkTemplate one;
    one.learn(
        R"({"content":"Hi","x":[{"delta":{"content":"Hi"}}],"choices" : [ {"content":"Hi", "delta":{"role":"Hi","content":"Hi"}}]})");
    auto const text = one.match(
        R"({"content":"Hi","x":[{"delta":{"content":"Hi"}}],"choices" : [ {"content":"Hi", "delta":{"role":"Hi","content":"!"}}]})");
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "!");
}

TEST_F(ChunkTemplateTest, FindsTheTextUnderEscapedNames) {
    ChunkTemplate one;
    one.learn(R"({"choices":[{"delta":{"c\u006fntent":"\"Hi\\"}}]})");
    auto const text = one.match(R"({"choices":[{"delta":{"c\u006fntent":"you"}}]})");
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "you");
}

TEST_F(ChunkTemplateTest, LearnsNothingFromAChunkWithoutText) {
    learned.learn(R"({"choices":[{"delta":{"content":null}}]})");
    EXPECT_EQ(text_of(R"({"choices":[{"delta":{"content":null}}]})"), "-");
    EXPECT_EQ(text_of(chunk("a")), "-") << "the older lesson is gone";
}

TEST_F(ChunkTemplateTest, StopsToLearnFromAStreamThatNeverMatches) {
    auto const numbered = [](int n) {
        return "{\"n\":" + std::to_string(n) + R"(,"choices":[{"delta":{"content":"a"}}]})";
    };
    for (int i = 0; i < 100; ++i) learned.learn(numbered(i));
    EXPECT_EQ(text_of(numbered(99)), "-");
}

// Whatever the template does, the stream says the same as one that reads every chunk in full.
TEST(TemplatedStream, SaysTheSameAsAFullReader) {
    std::vector<std::string> chunks;
    for (std::string_view const raw :
         {"Hi", " you", "", "\\n", "\\u00e9", "\\ud83c", "\xff", "a\\", "a\"b", "\x01", "\\q",
          R"(a"},"finish_reason":"stop"},{"index":1,"delta":{"content":"b)", "end"}) {
        chunks.push_back(chunk(raw));
    }
    for (std::string_view const other :
         {R"({"choices":[{"index":1,"delta":{"content":"x"}}]})",
          R"({"choices":[{"index":1,"delta":{"content":"y"}}]})",
          R"({"choices":[{"delta":{"content":"x","refusal":"no"}}]})",
          R"({"choices":[{"delta":{"content":"y","refusal":"no"}}]})",
          R"({"choices":[{"delta":{"content":"x","reasoning":"r"}}]})",
          R"({"choices":[{"delta":{"content":"y","reasoning":"r"}}]})",
          R"({"choices":[{"delta":{"content":"x","tool_calls":[{}]}}]})",
          R"({"choices":[{"delta":{"content":"y","tool_calls":[{}]}}]})",
          R"({"choices":[{"delta":{"content":"x"}},{"index":1,"delta":{"content":"z"}}]})",
          R"({"choices":[{"delta":{"content":"y"}},{"index":1,"delta":{"content":"z"}}]})",
          R"({"choices":[{"delta":{"content":"x"},"finish_reason":"length"}]})",
          R"({"choices":[{"delta":{"content":"y"},"finish_reason":"length"}]})"}) {
        chunks.emplace_back(other);
    }
    JsonReader reader;
    for (auto const& first : chunks) {
        for (auto const& second : chunks) {
            CompletionStream both{reader};
            CompletionStream alone{reader};
            (void)both.chunk(first);
            (void)both.chunk(first);
            auto const after = both.chunk(second);
            auto const read = alone.chunk(second);
            ASSERT_EQ(after.has_value(), read.has_value()) << first << second;
            if (!read) continue;
            EXPECT_EQ(after->text, read->text) << first << second;
            EXPECT_EQ(after->reasoning, read->reasoning) << first << second;
            EXPECT_EQ(after->content, read->content) << first << second;
            EXPECT_EQ(after->finish, read->finish) << first << second;
            EXPECT_EQ(after->tool_calls, read->tool_calls) << first << second;
            EXPECT_EQ(after->usage_only, read->usage_only) << first << second;
        }
    }
}

}  // namespace
}  // namespace signalbox::wire
