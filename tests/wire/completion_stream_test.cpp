#include "wire/openai_answer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

class CompletionStreamTest : public ::testing::Test {
protected:
    CompletionStream::Piece chunk(std::string_view data) {
        auto const piece = stream.chunk(data);
        EXPECT_TRUE(piece) << data << ": " << (piece ? "" : piece.error().detail);
        return piece ? *piece : CompletionStream::Piece{};
    }
    std::string error_of(std::string_view data) {
        auto const piece = stream.chunk(data);
        return piece ? "accepted" : std::string{name(piece.error().code)};
    }
    JsonReader reader;
    CompletionStream stream{reader};
};

TEST_F(CompletionStreamTest, ReadsAnUsualStream) {
    auto piece = chunk(
        R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null})");
    EXPECT_FALSE(piece.content);
    EXPECT_FALSE(piece.usage_only);
    piece = chunk(R"({"id":"c","choices":[{"index":0,"delta":{"content":"h\u00e9"},"finish_reason":null}]})");
    EXPECT_EQ(piece.text, "h\xC3\xA9");
    EXPECT_TRUE(piece.content);
    EXPECT_FALSE(stream.finished());
    piece = chunk(R"({"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"length"}]})");
    EXPECT_FALSE(piece.content);
    EXPECT_TRUE(stream.finished());
    EXPECT_EQ(stream.finish_reason(), FinishReason::length);
    piece = chunk(R"({"id":"c","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}})");
    EXPECT_TRUE(piece.usage_only);
    EXPECT_EQ(stream.usage(), (Usage{.input = {5}, .output = {2}}));
    piece = chunk("[DONE]");
    EXPECT_TRUE(piece.done);
    EXPECT_FALSE(stream.tool_calls());
}

TEST_F(CompletionStreamTest, ToleratesChoicesNullAndAbsent) {
    EXPECT_TRUE(chunk(R"({"choices":null,"usage":{"prompt_tokens":1,"completion_tokens":1}})").usage_only);
    EXPECT_TRUE(chunk(R"({"usage":{"prompt_tokens":1,"completion_tokens":2}})").usage_only);
    EXPECT_EQ(stream.usage()->output.count, 2);
}

TEST_F(CompletionStreamTest, ToleratesTheEmptyFirstChunkOfAzure) {
    auto const piece = chunk(R"({"id":"","model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]})");
    EXPECT_TRUE(piece.usage_only);
    EXPECT_FALSE(piece.content);
}

TEST_F(CompletionStreamTest, KeepsTheLastUsageOfMany) {
    chunk(R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}})");
    chunk(R"({"choices":[{"delta":{"content":"b"}}],"usage":{"prompt_tokens":5,"completion_tokens":2}})");
    chunk(R"({"choices":[{"delta":{},"finish_reason":"stop"}],"usage":null})");
    EXPECT_EQ(stream.usage()->output.count, 2);
}

TEST_F(CompletionStreamTest, ReadsAContentWithoutRoleOrIndex) {
    EXPECT_EQ(chunk(R"({"choices":[{"delta":{"content":"a"}}]})").text, "a");
}

TEST_F(CompletionStreamTest, TakesTheFirstFinishReason) {
    chunk(R"({"choices":[{"delta":{},"finish_reason":"length"}]})");
    chunk(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})");
    EXPECT_EQ(stream.finish_reason(), FinishReason::length);
}

TEST_F(CompletionStreamTest, DoesNotTakeAnEmptyFinishReasonForTheEnd) {
    chunk(R"({"choices":[{"delta":{"content":"a"},"finish_reason":""}]})");
    EXPECT_FALSE(stream.finished());
}

TEST_F(CompletionStreamTest, ReadsReasoning) {
    auto piece = chunk(R"({"choices":[{"delta":{"content":null,"reasoning_content":"hm"}}]})");
    EXPECT_EQ(piece.reasoning, "hm");
    EXPECT_EQ(piece.text, "");
    EXPECT_TRUE(piece.content);
    piece = chunk(
        R"({"choices":[{"delta":{"content":"","reasoning":"hm","reasoning_content":"hm","reasoning_details":[{"text":"hm"}]}}]})");
    EXPECT_EQ(piece.reasoning, "hm");
}

TEST_F(CompletionStreamTest, ReadsARefusalAsText) {
    EXPECT_EQ(chunk(R"({"choices":[{"delta":{"refusal":"no"}}]})").text, "no");
}

TEST_F(CompletionStreamTest, SeesToolCalls) {
    auto piece = chunk(
        R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}}]})");
    EXPECT_TRUE(piece.tool_calls);
    EXPECT_TRUE(piece.content);
    chunk(R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})");
    EXPECT_TRUE(stream.tool_calls());
    EXPECT_EQ(stream.finish_reason(), FinishReason::tool_calls);
}

TEST_F(CompletionStreamTest, TellsTheTextOfTheFirstChoiceOnly) {
    auto const piece =
        chunk(R"({"choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"first"}}]})");
    EXPECT_EQ(piece.text, "first");
    EXPECT_TRUE(chunk(R"({"choices":[{"index":1,"delta":{"content":"other"}}]})").content);
}

TEST_F(CompletionStreamTest, IgnoresWhatComesAfterDone) {
    EXPECT_TRUE(chunk("[DONE]").done);
    EXPECT_TRUE(stream.finished());
    EXPECT_FALSE(chunk("[DONE]").done);
    EXPECT_EQ(chunk(R"({"choices":[{"delta":{"content":"late"}}]})").text, "");
    EXPECT_EQ(chunk("garbage").text, "");
}

TEST_F(CompletionStreamTest, TakesDoneOnlyAsAWholeEvent) {
    EXPECT_EQ(error_of("[DONE] "), "provider_protocol");
    EXPECT_EQ(chunk(R"({"choices":[{"delta":{"content":"[DONE]"}}]})").text, "[DONE]");
    EXPECT_FALSE(stream.finished());
}

TEST_F(CompletionStreamTest, IgnoresEmptyEvents) {
    EXPECT_FALSE(chunk("").content);
    EXPECT_FALSE(chunk(" ").content);
}

TEST_F(CompletionStreamTest, RaisesErrors) {
    EXPECT_EQ(error_of(R"({"error":{"message":"x","type":"server_error"}})"), "provider_overloaded");
    EXPECT_EQ(error_of(R"({"error":{"message":"x","code":"rate_limit_exceeded"}})"), "provider_rate_limited");
    EXPECT_EQ(error_of(R"({"type":"error","error":{"type":"overloaded_error","message":"x"}})"), "provider_overloaded");
    EXPECT_EQ(
        error_of(
            R"({"error":{"code":502,"message":"x"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]})"),
        "provider_overloaded");
    EXPECT_EQ(error_of(R"({"choices":[{"delta":{"content":""},"finish_reason":"error"}]})"), "provider_overloaded");
}

TEST_F(CompletionStreamTest, RefusesPoison) {
    for (std::string_view const data :
         {"{", "1", "[]", "null", "{\"choices\":{}}", "{\"choices\":[1]}", "{\"choices\":[null]}",
          "{\"choices\":[{\"delta\":[]}]}", "{\"choices\":[{\"delta\":{\"content\":1}}]}",
          "{\"choices\":[{\"delta\":{\"content\":[]}}]}", "{\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}",
          "{\"choices\":[{\"index\":\"0\",\"delta\":{}}]}", "{\"choices\":[{\"finish_reason\":1}]}",
          "{\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}", "{\"choices\":[{\"delta\":{\"content\":\"\\ud800\"}}]}",
          "{\"choices\":[],\"choices\":[]}", "{\"x\":1e999}"}) {
        EXPECT_EQ(error_of(data), "provider_protocol") << data;
    }
}

TEST_F(CompletionStreamTest, SurvivesSenselessUsage) {
    for (std::string_view const usage :
         {"-1", "\"x\"", "[]", R"({"prompt_tokens":-1})", R"({"prompt_tokens":1e300,"completion_tokens":1})",
          R"({"prompt_tokens":"5"})", "{}"}) {
        chunk(R"({"choices":[],"usage":)" + std::string{usage} + "}");
        EXPECT_FALSE(stream.usage()) << usage;
    }
}

std::string frame(std::string_view data) {
    std::string out;
    append_chunk_frame(out, data);
    return out;
}

TEST(ChunkFrame, IsTheChunkAsItCame) {
    EXPECT_EQ(frame(R"({"id":"c","choices":[]})"), "data: {\"id\":\"c\",\"choices\":[]}\n\n");
}

TEST(ChunkFrame, HasNoUsage) {
    EXPECT_EQ(frame(R"({"id":"c","choices":[{"delta":{"content":"\"usage\""}}],"usage":null})"),
              "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\"\"}}]}\n\n");
    EXPECT_EQ(frame(R"({"usage":{"prompt_tokens":1},"id":"c"})"), "data: {\"id\":\"c\"}\n\n");
    EXPECT_EQ(frame(R"({"usage":{}})"), "data: {}\n\n");
}

TEST(ChunkFrame, IsOneLine) {
    EXPECT_EQ(frame("{\"id\":\"c\",\n\"choices\":\r\n[]}"), "data: {\"id\":\"c\", \"choices\":  []}\n\n");
}

}  // namespace
}  // namespace signalbox::wire
