#include "wire/messages_writer.hpp"

#include "wire/anthropic_answer.hpp"
#include "wire/golden.hpp"
#include "wire/openai_writer.hpp"
#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

// The events as "name data" lines without the members that are always the same.
std::string told(std::string_view stream) {
    SseDecoder decoder;
    decoder.feed(stream);
    std::string out;
    for (SseEvent event; *decoder.next(event);) {
        auto const prefix = R"({"type":")" + std::string{event.name} + "\"";
        EXPECT_TRUE(event.data.starts_with(prefix)) << event.data;
        out.append(event.name).append(" ").append(event.data.substr(prefix.size())).append("\n");
    }
    return out;
}

class MessageEventWriterTest : public ::testing::Test {
protected:
    CompletionIdentity const chunks{.id = "c", .created = 1, .model = "m"};
    JsonReader reader;
    MessageEventWriter writer{{.id = "msg_1", .model = "small"}, Tokens{9}};
    std::string out;
};

TEST_F(MessageEventWriterTest, TellsPlainText) {
    writer.text(out, "Hello");
    writer.text(out, "");
    writer.text(out, " world\n");
    writer.finish(out, FinishReason::stop, {.input = {7}, .output = {3}, .cached = {2}});
    EXPECT_EQ(
        told(out),
        R"(message_start ,"message":{"id":"msg_1","type":"message","role":"assistant","model":"small","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}
ping }
content_block_start ,"index":0,"content_block":{"type":"text","text":""}}
content_block_delta ,"index":0,"delta":{"type":"text_delta","text":"Hello"}}
content_block_delta ,"index":0,"delta":{"type":"text_delta","text":" world\n"}}
content_block_stop ,"index":0}
message_delta ,"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":2,"output_tokens":3}}
message_stop }
)");
}

TEST_F(MessageEventWriterTest, TellsReasoningTextAndToolsAsBlocks) {
    std::string frames;
    append_role_chunk(frames, chunks);
    append_reasoning_chunk(frames, chunks, "hm");
    append_text_chunk(frames, chunks, "Look:");
    append_tool_call_chunk(frames, chunks, 0, "t1", "f");
    append_tool_arguments_chunk(frames, chunks, 0, "{\"a\":");
    append_tool_arguments_chunk(frames, chunks, 0, "1}");
    append_tool_call_chunk(frames, chunks, 1, "t2", "g");
    append_finish_chunk(frames, chunks, FinishReason::tool_calls);
    ASSERT_TRUE(writer.frames(out, frames, reader));
    writer.finish(out, FinishReason::tool_calls, {});
    auto const events = told(out);
    EXPECT_EQ(events.substr(events.find("content_block_start")),
              R"(content_block_start ,"index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
content_block_delta ,"index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}
content_block_stop ,"index":0}
content_block_start ,"index":1,"content_block":{"type":"text","text":""}}
content_block_delta ,"index":1,"delta":{"type":"text_delta","text":"Look:"}}
content_block_stop ,"index":1}
content_block_start ,"index":2,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}
content_block_delta ,"index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}
content_block_delta ,"index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}
content_block_stop ,"index":2}
content_block_start ,"index":3,"content_block":{"type":"tool_use","id":"t2","name":"g","input":{}}}
content_block_stop ,"index":3}
message_delta ,"delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}
message_stop }
)");
}

TEST_F(MessageEventWriterTest, SaysNothingBeforeThereIsSomethingToSay) {
    std::string frames;
    append_role_chunk(frames, chunks);
    ASSERT_TRUE(writer.frames(out, frames, reader));
    EXPECT_EQ(out, "");
}

TEST_F(MessageEventWriterTest, TellsAnAnswerWithoutContent) {
    writer.finish(out, FinishReason::length, {});
    EXPECT_TRUE(told(out).starts_with("message_start "));
    EXPECT_NE(out.find(R"("stop_reason":"max_tokens")"), std::string::npos);
}

TEST_F(MessageEventWriterTest, RefusesFragmentsOfAToolCallThatHasEnded) {
    std::string frames;
    append_tool_call_chunk(frames, chunks, 0, "t1", "f");
    append_tool_call_chunk(frames, chunks, 1, "t2", "g");
    append_tool_arguments_chunk(frames, chunks, 0, "{}");
    auto const told = writer.frames(out, frames, reader);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, Errc::provider_protocol);
}

TEST_F(MessageEventWriterTest, EndsAFailureWithAnErrorEvent) {
    writer.text(out, "Ha");
    writer.fail(out, {Errc::provider_timeout, "no token in time", {}, {}}, "req_1");
    EXPECT_TRUE(out.ends_with(
        "event: error\ndata: "
        R"({"type":"error","error":{"type":"timeout_error","message":"no token in time"},"request_id":"req_1"})"
        "\n\n"));
}

// From Anthropic's stream to OpenAI's frames and back: the same text, thoughts, tools and reason.
class ThereAndBack : public ::testing::TestWithParam<golden::Path> {};

std::string frames_of(std::string_view stream, MessageEvents& events) {
    SseDecoder decoder;
    decoder.feed(stream);
    std::string frames;
    for (SseEvent event; *decoder.next(event);) EXPECT_TRUE(events.event(event.data, frames)) << event.data;
    return frames;
}

TEST_P(ThereAndBack, LosesNothing) {
    JsonReader reader;
    MessageEvents first{reader, 1};
    auto const frames = frames_of(golden::content_of(GetParam()), first);
    MessageEventWriter writer{{.id = "msg_1", .model = "claude-x"}, Tokens{1}};
    std::string back;
    ASSERT_TRUE(writer.frames(back, frames, reader));
    writer.finish(back, first.finish_reason(), first.usage().value_or(Usage{}));
    MessageEvents second{reader, 1};
    EXPECT_EQ(frames_of(back, second), frames);
    EXPECT_EQ(second.finish_reason(), first.finish_reason());
    EXPECT_EQ(second.usage(), first.usage());
}

INSTANTIATE_TEST_SUITE_P(Streams, ThereAndBack,
                         ::testing::Values(SOURCE_DIR "/tests/golden/anthropic/stream/text.in",
                                           SOURCE_DIR "/tests/golden/anthropic/stream/tools.in",
                                           SOURCE_DIR "/tests/golden/anthropic/stream/tool_input_at_once.in",
                                           SOURCE_DIR "/tests/golden/anthropic/stream/max_tokens.in",
                                           SOURCE_DIR "/tests/golden/anthropic/stream/refusal.in",
                                           SOURCE_DIR "/tests/golden/anthropic/stream/empty.in"),
                         [](auto const& one) { return one.param.stem().string(); });

TEST(WholeMessage, IsMadeOfACompletion) {
    JsonReader reader;
    ExecutionResult const execution{
        .content = "Look:", .usage = {.input = {7}, .output = {3}}, .finish_reason = FinishReason::tool_calls};
    std::string out;
    ASSERT_TRUE(append_message(
        out, {.id = "msg_1", .model = "small"}, execution,
        R"({"choices":[{"message":{"content":"Look:","reasoning_content":"hm","reasoning_details":[{"signature":"c2ln"}],"tool_calls":[{"id":"t1","function":{"name":"f","arguments":"{\"a\": 1}"}},{"id":"t2","function":{"name":"g","arguments":""}}]}}]})",
        reader));
    EXPECT_EQ(
        out,
        R"({"id":"msg_1","type":"message","role":"assistant","model":"small","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"text","text":"Look:"},{"type":"tool_use","id":"t1","name":"f","input":{"a": 1}},{"type":"tool_use","id":"t2","name":"g","input":{}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":3}})");
}

TEST(WholeMessage, IsMadeOfPlainTextWhenThereIsNoMore) {
    JsonReader reader;
    std::string out;
    ASSERT_TRUE(append_message(out, {.id = "msg_1", .model = "small"}, {.content = "Hi"}, {}, reader));
    EXPECT_NE(out.find(R"("content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn")"), std::string::npos);
}

TEST(WholeMessage, SaysToolUseAlsoWhenTheProviderDidNot) {
    JsonReader reader;
    std::string out;
    ExecutionResult const execution{.finish_reason = FinishReason::stop, .tool_calls = true};
    ASSERT_TRUE(append_message(out, {}, execution, {}, reader));
    EXPECT_TRUE(out.contains(R"("stop_reason":"tool_use")")) << out;
}

TEST(WholeMessage, IsNotMadeOfBrokenArguments) {
    JsonReader reader;
    std::string out;
    EXPECT_FALSE(append_message(
        out, {}, {}, R"({"choices":[{"message":{"tool_calls":[{"id":"t","function":{"name":"f","arguments":"{"}}]}}]})",
        reader));
    EXPECT_FALSE(append_message(out, {}, {}, "{}", reader));
}

TEST(MessagesProblem, HasAnthropicsTypes) {
    auto const type = [](Errc code) {
        std::string out;
        append_messages_problem(out, {code, "why", {}, {}}, "req_1");
        auto const at = out.find(R"("error":{"type":")") + 17;
        return out.substr(at, out.find('"', at) - at);
    };
    EXPECT_EQ(type(Errc::invalid_value), "invalid_request_error");
    EXPECT_EQ(type(Errc::model_not_found), "not_found_error");
    EXPECT_EQ(type(Errc::request_too_large), "request_too_large");
    EXPECT_EQ(type(Errc::provider_rate_limited), "rate_limit_error");
    EXPECT_EQ(type(Errc::budget_exhausted), "billing_error");
    EXPECT_EQ(type(Errc::provider_overloaded), "api_error");
    EXPECT_EQ(type(Errc::overloaded), "overloaded_error");
    EXPECT_EQ(type(Errc::provider_timeout), "timeout_error");
    std::string out;
    append_messages_problem(out, {Errc::context_length, "why", {}, {}}, "req_1");
    EXPECT_NE(out.find("\"prompt is too long: why\""), std::string::npos);
}

}  // namespace
}  // namespace signalbox::wire
