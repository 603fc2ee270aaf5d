#include "wire/anthropic_answer.hpp"

#include "wire/openai_answer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

class AnthropicAnswer : public ::testing::Test {
protected:
    Result<ExecutionResult> read(std::string_view body) { return read_message(body, reader, 1795418360); }
    std::string error_of(std::string_view body) {
        auto const result = read(body);
        return result ? "accepted" : std::string{name(result.error().code)};
    }
    JsonReader reader;
};

TEST_F(AnthropicAnswer, IsACompletionToo) {
    auto const result = read(
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hello"},{"type":"text","text":" world"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":3}})");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Hello world");
    EXPECT_EQ(result->finish_reason, FinishReason::stop);
    EXPECT_EQ(result->usage, (Usage{.input = {17}, .output = {3}, .cached = {5}}));
    EXPECT_FALSE(result->tool_calls);
    EXPECT_EQ(
        result->raw,
        R"({"id":"msg_1","object":"chat.completion","created":1795418360,"model":"claude-x","choices":[{"index":0,"message":{"role":"assistant","content":"Hello world","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":17,"completion_tokens":3,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":5},"completion_tokens_details":{"reasoning_tokens":0}}})");
}

TEST_F(AnthropicAnswer, HasItsToolsAndThoughtsInTheCompletion) {
    auto const result = read(
        R"({"id":"m","model":"c","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"redacted_thinking","data":"eHh4"},{"type":"server_tool_use","id":"s"},{"type":"tool_use","id":"t1","name":"f","input":{"a":[1, 2]}},{"type":"tool_use","id":"t2","name":"g"}],"stop_reason":"tool_use"})");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_TRUE(result->tool_calls);
    EXPECT_EQ(result->finish_reason, FinishReason::tool_calls);
    EXPECT_EQ(result->usage, Usage{});
    auto const message = result->raw.substr(result->raw.find(R"("message":)"));
    EXPECT_TRUE(message.starts_with(
        R"("message":{"role":"assistant","content":null,"refusal":null,"reasoning_content":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"c2ln","format":"anthropic-claude-v1"},{"type":"reasoning.encrypted","data":"eHh4","format":"anthropic-claude-v1"}],"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"a\":[1,2]}"}},{"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]})"))
        << message;
    auto const again = read_completion(result->raw, reader);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->tool_calls);
}

TEST_F(AnthropicAnswer, MapsItsStopReasons) {
    auto const reason = [&](std::string const& text) {
        return read(R"({"content":[],"stop_reason":")" + text + "\"}")->finish_reason;
    };
    EXPECT_EQ(reason("end_turn"), FinishReason::stop);
    EXPECT_EQ(reason("stop_sequence"), FinishReason::stop);
    EXPECT_EQ(reason("pause_turn"), FinishReason::stop);
    EXPECT_EQ(reason("something_new"), FinishReason::stop);
    EXPECT_EQ(reason("max_tokens"), FinishReason::length);
    EXPECT_EQ(reason("model_context_window_exceeded"), FinishReason::length);
    EXPECT_EQ(reason("tool_use"), FinishReason::tool_calls);
    EXPECT_EQ(reason("refusal"), FinishReason::content_filter);
}

TEST_F(AnthropicAnswer, ThatIsNoneIsNamed) {
    EXPECT_EQ(error_of("{"), "provider_protocol");
    EXPECT_EQ(error_of("[]"), "provider_protocol");
    EXPECT_EQ(error_of("{}"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"content":"Hello"})"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"content":[1]})"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"content":[{"type":"tool_use","name":"f"}]})"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"type":"error","error":{"type":"overloaded_error","message":"x"}})"), "provider_overloaded");
}

std::string body(std::string const& type, std::string const& message = "secret words") {
    return R"({"type":"error","error":{"type":")" + type + R"(","message":")" + message + R"("},"request_id":"req_1"})";
}

struct Failure {
    char const* name;
    int status;
    std::string body;
    Errc expected;
};
class AnthropicFailure : public ::testing::TestWithParam<Failure> {};

TEST_P(AnthropicFailure, IsNamed) {
    auto const error = classify_messages_failure(GetParam().status, GetParam().body, "7", "");
    EXPECT_EQ(error.code, GetParam().expected) << error.detail;
    EXPECT_EQ(error.detail.find("secret"), std::string::npos);
    EXPECT_EQ(error.retry_after, std::chrono::seconds{7});
}

INSTANTIATE_TEST_SUITE_P(
    Failures, AnthropicFailure,
    ::testing::Values(
        Failure{"Request", 400, body("invalid_request_error"), Errc::provider_rejected},
        Failure{"Key", 401, body("authentication_error"), Errc::provider_auth},
        Failure{"Billing", 402, body("billing_error"), Errc::provider_rate_limited},
        Failure{"Permission", 403, body("permission_error"), Errc::provider_auth},
        Failure{"Model", 404, body("not_found_error"), Errc::provider_protocol},
        Failure{"Size", 413, body("request_too_large"), Errc::provider_rejected},
        Failure{"Rate", 429, body("rate_limit_error"), Errc::provider_rate_limited},
        Failure{"Server", 500, body("api_error"), Errc::provider_overloaded},
        Failure{"Timeout", 504, body("timeout_error"), Errc::provider_timeout},
        Failure{"Overload", 529, body("overloaded_error"), Errc::provider_overloaded},
        Failure{"OverloadWithoutBody", 529, "", Errc::provider_overloaded},
        Failure{"LongPrompt", 400, body("invalid_request_error", "prompt is too long: 210011 tokens > 200000 maximum"),
                Errc::context_length},
        Failure{"LongPromptAndAnswer", 400,
                body("invalid_request_error",
                     "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000, decrease"),
                Errc::context_length},
        Failure{"Credit", 400,
                body("invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
                Errc::provider_rate_limited}),
    [](auto const& row) { return row.param.name; });

}  // namespace
}  // namespace signalbox::wire
