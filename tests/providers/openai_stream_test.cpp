#include "providers/openai_stream.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

std::string chunk(std::string const& delta, std::string const& finish = "null") {
    return R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":)" +
           delta + R"(,"finish_reason":)" + finish + "}]}\n\n";
}
std::string text(std::string const& words) { return chunk(R"({"content":")" + words + R"("})"); }

std::string const role = chunk(R"({"role":"assistant","content":""})");
std::string const stop = chunk("{}", R"("stop")");
std::string const usage =
    R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}})"
    "\n\n";
std::string const done = "data: [DONE]\n\n";

class OpenAiStreamTest : public ::testing::Test {
protected:
    // Feeds, and takes what is ready.
    Result<bool> feed(std::string_view bytes) {
        auto fed = stream.feed(bytes);
        if (stream.ready()) {
            auto const delta = stream.delta();
            words += delta.text;
            thoughts += delta.reasoning;
            frames += delta.frames;
            ++deltas;
            stream.taken();
        }
        return fed;
    }
    wire::JsonReader reader;
    SpareText spare;
    OpenAiStream stream{reader, spare};
    std::string words;
    std::string thoughts;
    std::string frames;
    int deltas = 0;
};

TEST_F(OpenAiStreamTest, GivesOneDeltaForAllThatAReadBrought) {
    ASSERT_TRUE(feed(role + text("Hello") + text(" world") + stop + usage + done));
    EXPECT_EQ(deltas, 1);
    EXPECT_EQ(words, "Hello world");
    EXPECT_EQ(frames, role + text("Hello") + text(" world") + stop);
    EXPECT_TRUE(stream.done());
    auto const result = stream.result();
    EXPECT_EQ(result.content, "Hello world");
    EXPECT_EQ(result.finish_reason, FinishReason::stop);
    EXPECT_EQ(result.usage.input, Tokens{7});
    EXPECT_EQ(result.usage.output, Tokens{3});
}

TEST_F(OpenAiStreamTest, LeavesTheNullUsageOutThatComesWithEveryChunk) {
    auto const with_null = [](std::string frame) {
        frame.replace(frame.find("}\n\n"), 3,
                      R"(,"usage":null})"
                      "\n\n");
        return frame;
    };
    ASSERT_TRUE(feed(with_null(role) + with_null(text("Hello")) + with_null(text(" big")) + with_null(text(" world")) +
                     with_null(stop) + usage + done));
    EXPECT_EQ(words, "Hello big world");
    EXPECT_EQ(frames, role + text("Hello") + text(" big") + text(" world") + stop);
}

TEST_F(OpenAiStreamTest, HoldsTheRoleUntilTheFirstToken) {
    auto const held = feed(role);
    ASSERT_TRUE(held);
    EXPECT_FALSE(*held);
    EXPECT_EQ(deltas, 0);
    auto const token = feed(text("Hi"));
    ASSERT_TRUE(token);
    EXPECT_TRUE(*token);
    EXPECT_EQ(frames, role + text("Hi"));
}

TEST_F(OpenAiStreamTest, HasNothingToShowForAnAnswerThatDiesBeforeTheFirstToken) {
    ASSERT_TRUE(feed(role));
    EXPECT_FALSE(feed("data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n"));
    EXPECT_EQ(deltas, 0);
}

TEST_F(OpenAiStreamTest, GivesWhatCameBeforeAnError) {
    EXPECT_FALSE(feed(role + text("half") + "data: {broken\n\n"));
    EXPECT_EQ(words, "half");
}

TEST_F(OpenAiStreamTest, HoldsNoMoreThanItsLimit) {
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(feed(role));
    ASSERT_TRUE(feed(text("Hi")));
    EXPECT_EQ(frames.size(), 64 * role.size() + text("Hi").size());
}

TEST_F(OpenAiStreamTest, SplitsAnywhereWithTheSameResult) {
    auto const whole = role + text("h\xc3\xa9llo \xf0\x9f\x8e\x89") + text("!") + stop + usage + done;
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        OpenAiStream split{reader, spare};
        std::string got;
        for (auto const part : {std::string_view{whole}.substr(0, cut), std::string_view{whole}.substr(cut)}) {
            ASSERT_TRUE(split.feed(part)) << cut;
            if (!split.ready()) continue;
            got += split.delta().text;
            split.taken();
        }
        ASSERT_EQ(got, "h\xc3\xa9llo \xf0\x9f\x8e\x89!") << cut;
        ASSERT_TRUE(split.done()) << cut;
    }
}

TEST_F(OpenAiStreamTest, PassesToolCallsAsFrames) {
    auto const call =
        chunk(R"({"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]})");
    ASSERT_TRUE(stream.feed(role + call));
    ASSERT_TRUE(stream.ready());
    EXPECT_TRUE(stream.delta().tool_calls);
    EXPECT_EQ(stream.delta().text, "");
    EXPECT_EQ(stream.delta().frames, role + call);
    stream.taken();
    ASSERT_TRUE(feed(chunk("{}", R"("tool_calls")") + done));
    auto const result = stream.result();
    EXPECT_TRUE(result.tool_calls);
    EXPECT_EQ(result.finish_reason, FinishReason::tool_calls);
}

TEST_F(OpenAiStreamTest, PassesReasoningAndCountsItAsATokens) {
    auto const fed = feed(chunk(R"({"reasoning_content":"hmm"})"));
    ASSERT_TRUE(fed);
    EXPECT_TRUE(*fed);
    EXPECT_EQ(thoughts, "hmm");
    EXPECT_EQ(words, "");
}

TEST_F(OpenAiStreamTest, TakesLenientFramingAndGivesTheNormalForm) {
    auto const data = text("Hi").substr(6);  // with its blank line
    ASSERT_TRUE(feed("\xef\xbb\xbf: hello\r\n\r\ndata:" + data.substr(0, data.size() - 2) + "\r\n\r\n"));
    EXPECT_EQ(frames, text("Hi"));
}

TEST_F(OpenAiStreamTest, IgnoresEverythingBehindDone) {
    ASSERT_TRUE(feed(text("Hi") + stop + done + text(" more") + "data: {broken\n\n"));
    ASSERT_TRUE(feed("garbage\n\n"));
    EXPECT_EQ(words, "Hi");
}

TEST_F(OpenAiStreamTest, RefusesAnEventLargerThanAllowed) {
    auto const fed = feed("data: " + std::string(2 << 20, 'x'));
    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().code, Errc::provider_protocol);
}

TEST_F(OpenAiStreamTest, RefusesAnAnswerLargerThanAllowed) {
    OpenAiStream small{reader, spare, {.answer = 10}};
    EXPECT_TRUE(small.feed(text("12345")));
    auto const fed = small.feed(text("678901"));
    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().code, Errc::provider_protocol);
}

TEST_F(OpenAiStreamTest, TellsWhichFramesHaveTheFinishReason) {
    ASSERT_TRUE(stream.feed(text("Hi")));
    EXPECT_FALSE(stream.delta().finish);
    stream.taken();
    ASSERT_TRUE(stream.feed(text(R"(\"finish_reason\":\"stop\")")));
    EXPECT_FALSE(stream.delta().finish) << "a text about it is none";
    stream.taken();
    ASSERT_TRUE(stream.feed(text("!") + stop));
    EXPECT_TRUE(stream.delta().finish);
    stream.taken();
    ASSERT_TRUE(stream.feed(text("more")));
    EXPECT_FALSE(stream.delta().finish);
}

TEST_F(OpenAiStreamTest, DropsAFinishThatItCannotHold) {
    for (int i = 0; i < 64; ++i) ASSERT_TRUE(feed(role));
    ASSERT_TRUE(stream.feed(stop));
    ASSERT_TRUE(stream.feed(text("Hi")));
    EXPECT_FALSE(stream.delta().finish);
    EXPECT_EQ(stream.delta().frames.find(R"("finish_reason":"stop")"), std::string_view::npos);
}

TEST_F(OpenAiStreamTest, IsNotFinishedWithoutAnEnd) {
    ASSERT_TRUE(feed(text("Hi")));
    EXPECT_FALSE(stream.finished());
    ASSERT_TRUE(feed(stop));
    EXPECT_TRUE(stream.finished());
    EXPECT_FALSE(stream.done());
}

}  // namespace
}  // namespace signalbox
