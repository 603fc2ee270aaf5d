#include "wire/responses_writer.hpp"

#include "wire/golden.hpp"
#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

// Chat chunks of tests/golden/responses/stream as events of the Responses API.

namespace signalbox::wire {
namespace {

constexpr ResponseIdentity identity{.key = "k", .created = 7, .model = "small", .echo = R"("store":false)"};

// The events as "name data" lines; each has its name also as `type`, and the next number.
std::string told(std::string_view stream) {
    SseDecoder decoder;
    decoder.feed(stream);
    std::string out;
    int number = 0;
    for (SseEvent event; *decoder.next(event);) {
        auto const prefix =
            R"({"type":")" + std::string{event.name} + R"(","sequence_number":)" + std::to_string(number++) + ",";
        EXPECT_TRUE(event.data.starts_with(prefix)) << event.data;
        out.append(event.name).append(" {").append(event.data.substr(prefix.size())).append("\n");
    }
    return out;
}

FinishReason finish_reason_of(std::string const& frames) {
    JsonReader reader;
    CompletionStream stream{reader};
    SseDecoder decoder;
    decoder.feed(frames);
    for (SseEvent event; *decoder.next(event);) EXPECT_TRUE(stream.chunk(event.data)) << event.data;
    return stream.finish_reason();
}

class ResponsesStream : public ::testing::TestWithParam<golden::Path> {};

TEST_P(ResponsesStream, IsToldAsEvents) {
    auto const frames = golden::content_of(GetParam());
    JsonReader reader;
    ResponseEventWriter writer{identity};
    std::string out;
    ASSERT_TRUE(writer.frames(out, frames, reader));
    writer.finish(out, finish_reason_of(frames), {.input = {7}, .output = {3}, .cached = {2}, .reasoning = {1}});
    EXPECT_EQ(told(out), golden::content_of(golden::Path{GetParam()}.replace_extension(".events")));
}

INSTANTIATE_TEST_SUITE_P(Streams, ResponsesStream, ::testing::ValuesIn(golden::cases("responses/stream", ".in")),
                         [](auto const& one) { return one.param.stem().string(); });

class ResponseEventWriterTest : public ::testing::Test {
protected:
    JsonReader reader;
    ResponseEventWriter writer{identity};
    std::string out;
};

TEST_F(ResponseEventWriterTest, TellsPlainTextAsChunksOfIt) {
    writer.text(out, "Par");
    writer.text(out, "");
    writer.text(out, "is.");
    auto const events = told(out);
    EXPECT_TRUE(events.starts_with("response.created ")) << events;
    EXPECT_TRUE(events.ends_with(
        R"(response.output_text.delta {"item_id":"msg_k_0","output_index":0,"content_index":0,"delta":"Par","logprobs":[]}
response.output_text.delta {"item_id":"msg_k_0","output_index":0,"content_index":0,"delta":"is.","logprobs":[]}
)")) << events;
}

TEST_F(ResponseEventWriterTest, SaysNothingBeforeThereIsSomethingToSay) {
    ASSERT_TRUE(
        writer.frames(out, "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", reader));
    EXPECT_EQ(out, "");
}

TEST_F(ResponseEventWriterTest, EndsAFailureInBothWaysThatClientsLookFor) {
    writer.text(out, "Ha");
    writer.fail(out, {Errc::provider_timeout, "no token in time", {}, {}});
    auto const events = told(out);
    EXPECT_TRUE(events.contains(
        R"(response.failed {"response":{"id":"resp_k","object":"response","created_at":7,"status":"failed",)"
        R"("error":{"code":"provider_timeout","message":"no token in time"},"incomplete_details":null,)"))
        << events;
    EXPECT_TRUE(events.ends_with(
        R"(error {"code":"provider_timeout","message":"no token in time","param":null,"error":{"message":"no token in time",)"
        R"("type":"timeout_error","param":null,"code":"provider_timeout"}})"
        "\n"))
        << events;
}

TEST_F(ResponseEventWriterTest, RefusesFragmentsOfAToolCallThatHasEnded) {
    auto const frames = golden::content_of(SOURCE_DIR "/tests/golden/responses/stream/tools.in");
    ASSERT_TRUE(writer.frames(out, frames, reader));
    auto const told = writer.frames(
        out, R"(data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"x"}}]}}]})", reader);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, Errc::provider_protocol);
}

std::string whole(ExecutionResult const& execution, std::string_view completion) {
    JsonReader reader;
    std::string out;
    EXPECT_TRUE(append_response(out, identity, execution, completion, reader));
    return out;
}

TEST(WholeResponse, IsMadeOfACompletion) {
    ExecutionResult const execution{
        .content = "Look:", .usage = {.input = {7}, .output = {3}}, .finish_reason = FinishReason::tool_calls};
    EXPECT_EQ(
        whole(
            execution,
            R"({"choices":[{"message":{"content":"Look:","refusal":null,"tool_calls":[{"id":"t1","function":{"name":"f","arguments":"{\"a\": 1}"}}]}}]})"),
        R"({"id":"resp_k","object":"response","created_at":7,"status":"completed","error":null,"incomplete_details":null,"model":"small","output":[{"id":"msg_k_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Look:","annotations":[],"logprobs":[]}]},{"id":"fc_k_1","type":"function_call","status":"completed","call_id":"t1","name":"f","arguments":"{\"a\": 1}"}],"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":0},"output_tokens":3,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":10},"store":false})");
}

TEST(WholeResponse, IsIncompleteWhenItWasCutOff) {
    auto const out = whole({.content = "Once", .finish_reason = FinishReason::length}, {});
    EXPECT_TRUE(
        out.contains(R"("status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"})"));
    EXPECT_TRUE(out.contains(R"({"id":"msg_k_0","type":"message","status":"incomplete",)"));
}

TEST(WholeResponse, TellsARefusalAsOne) {
    auto const out = whole({.content = "No."}, R"({"choices":[{"message":{"content":null,"refusal":"No."}}]})");
    EXPECT_TRUE(out.contains(R"("content":[{"type":"refusal","refusal":"No."}])")) << out;
}

TEST(WholeResponse, IsNotMadeOfWhatIsNoCompletion) {
    JsonReader reader;
    std::string out;
    EXPECT_FALSE(append_response(out, identity, {}, "{}", reader));
    EXPECT_FALSE(
        append_response(out, identity, {}, R"({"choices":[{"message":{"tool_calls":[{"id":"t"}]}}]})", reader));
}

}  // namespace
}  // namespace signalbox::wire
