#include "wire/openai_writer.hpp"

#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

constexpr CompletionIdentity me{.id = "chatcmpl-1", .created = 7, .model = "m"};

TEST(OpenAiWriter, WritesTheFramesOfAStream) {
    std::string out;
    append_role_chunk(out, me);
    append_text_chunk(out, me, "a\"\n");
    append_finish_chunk(out, me, FinishReason::tool_calls);
    append_usage_chunk(out, me, {.input = {3}, .output = {2}, .cached = {1}, .reasoning = {1}});
    append_done(out);
    std::string const head =
        R"(data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":7,"model":"m","choices":[)";
    EXPECT_EQ(
        out, head + R"({"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})" + "\n\n" + head +
                 R"({"index":0,"delta":{"content":"a\"\n"},"finish_reason":null}]})" + "\n\n" + head +
                 R"({"index":0,"delta":{},"finish_reason":"tool_calls"}]})" + "\n\n" + head +
                 R"(],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,)" +
                 R"("prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}})" +
                 "\n\n" + "data: [DONE]\n\n");
}

TEST(OpenAiWriter, WritesAWholeAnswer) {
    std::string out;
    ExecutionResult execution;
    execution.content = "hi";
    execution.usage = {.input = {3}, .output = {2}};
    append_completion(out, me, execution);
    EXPECT_EQ(
        out, R"({"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"m","choices":[{"index":0,"message":)"
             R"({"role":"assistant","content":"hi","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":)"
             R"({"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":0},)"
             R"("completion_tokens_details":{"reasoning_tokens":0}}})");
    JsonReader reader;
    EXPECT_EQ(read_completion(out, reader)->usage, execution.usage);
}

TEST(OpenAiWriter, IsReadBackByOurOwnReader) {
    std::string frames;
    append_role_chunk(frames, me);
    for (std::string_view const text : {"data: x\n\n", "\xE2\x80\xA8", "[DONE]", "\"}]}"})
        append_text_chunk(frames, me, text);
    append_finish_chunk(frames, me, FinishReason::stop);
    append_done(frames);
    JsonReader reader;
    CompletionStream stream{reader};
    SseDecoder decoder;
    decoder.feed(frames);
    std::string text;
    for (SseEvent event; *decoder.next(event);) {
        auto const piece = stream.chunk(event.data);
        ASSERT_TRUE(piece);
        text += piece->text;
    }
    EXPECT_EQ(text, "data: x\n\n\xE2\x80\xA8[DONE]\"}]}");
    EXPECT_TRUE(stream.finished());
}

}  // namespace
}  // namespace signalbox::wire
