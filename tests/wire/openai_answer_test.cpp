#include "wire/openai_answer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

using namespace std::chrono_literals;

Result<ExecutionResult> completion(std::string_view body) {
    JsonReader reader;
    return read_completion(body, reader);
}

std::string error_of(std::string_view body) {
    auto const result = completion(body);
    return result ? "accepted" : std::string{name(result.error().code)};
}

TEST(Completion, IsRead) {
    auto const result = completion(
        R"({"id":"c","object":"chat.completion","created":1,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"hi","refusal":null},
        "logprobs":null,"finish_reason":"length"}],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,
        "prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":1}}})");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->content, "hi");
    EXPECT_EQ(result->model, "gpt-x");
    EXPECT_EQ(result->finish_reason, FinishReason::length);
    EXPECT_EQ(result->usage, (Usage{.input = {10}, .output = {2}, .cached = {4}, .reasoning = {1}}));
    EXPECT_FALSE(result->tool_calls);
    EXPECT_TRUE(result->raw.empty());
}

TEST(Completion, MayCallToolsInsteadOfTalking) {
    auto const result = completion(
        R"({"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})");
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->tool_calls);
    EXPECT_EQ(result->finish_reason, FinishReason::tool_calls);
    EXPECT_EQ(result->content, "");
}

TEST(Completion, ToleratesWhatProvidersLeaveOut) {
    EXPECT_EQ(completion(R"({"choices":[{"message":{"content":"a"}}]})")->content, "a");
    EXPECT_EQ(
        completion(R"({"choices":[{"message":{"content":"a"},"finish_reason":"eos"}],"usage":null})")->finish_reason,
        FinishReason::stop);
    EXPECT_EQ(completion(R"({"choices":[{"message":{"content":null,"refusal":"I will not"}}]})")->content,
              "I will not");
    EXPECT_EQ(
        completion(R"({"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]})")
            ->content,
        "ab");
    EXPECT_EQ(
        completion(R"({"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":-5,"completion_tokens":1}})")
            ->usage,
        Usage{});
    EXPECT_EQ(completion(R"({"error":null,"choices":[{"message":{"content":"a"}}]})")->content, "a");
    EXPECT_EQ(
        completion(
            R"({"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_cache_hit_tokens":3}})")
            ->usage.cached.count,
        3);
}

TEST(Completion, RefusesWhatIsNone) {
    for (std::string_view const body :
         {"", "<html>busy</html>", "[]", "{}", R"({"choices":null})", R"({"choices":[]})", R"({"choices":[1]})",
          R"({"choices":[{}]})", R"({"choices":[{"message":{"content":7}}]})",
          R"({"choices":[{"message":{"content":"a","content":"b"}}]})",
          "{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}",
          R"({"choices":[{"message":{"content":"\ud800"}}]})"}) {
        EXPECT_EQ(error_of(body), "provider_protocol") << body;
    }
}

TEST(Completion, MayBeAnErrorAfterAll) {
    EXPECT_EQ(error_of(R"({"error":{"message":"x","type":"server_error"}})"), "provider_overloaded");
    EXPECT_EQ(error_of(R"({"error":{"message":"x","code":429}})"), "provider_rate_limited");
    EXPECT_EQ(error_of(R"({"error":{"message":"x","code":"context_length_exceeded"}})"), "context_length");
    EXPECT_EQ(error_of(R"({"error":"x"})"), "provider_overloaded");
    EXPECT_EQ(error_of(R"({"choices":[{"message":{"content":"a"},"finish_reason":"error"}]})"), "provider_overloaded");
}

// ---- failures

std::string kind(int status, std::string_view body) {
    return std::string{name(classify_failure(status, body, "", "").code)};
}

TEST(Failure, IsKnownByItsStatus) {
    for (auto const body : {"", "<html>", "{}", "null", R"({"error":null})", R"({"error":{}})",
                            R"({"error":{"message":"m","type":null,"code":null}})"}) {
        EXPECT_EQ(kind(400, body), "provider_rejected");
        EXPECT_EQ(kind(401, body), "provider_auth");
        EXPECT_EQ(kind(402, body), "provider_rate_limited");
        EXPECT_EQ(kind(403, body), "provider_auth");
        EXPECT_EQ(kind(404, body), "provider_protocol");  // our configuration, not the client
        EXPECT_EQ(kind(408, body), "provider_timeout");
        EXPECT_EQ(kind(413, body), "provider_rejected");
        EXPECT_EQ(kind(422, body), "provider_rejected");
        EXPECT_EQ(kind(429, body), "provider_rate_limited");
        EXPECT_EQ(kind(500, body), "provider_overloaded");
        EXPECT_EQ(kind(502, body), "provider_overloaded");
        EXPECT_EQ(kind(503, body), "provider_overloaded");
        EXPECT_EQ(kind(504, body), "provider_timeout");
        EXPECT_EQ(kind(529, body), "provider_overloaded");
        EXPECT_EQ(kind(307, body), "provider_protocol");
        EXPECT_EQ(kind(204, body), "provider_protocol");
    }
}

TEST(Failure, IsKnownBetterByItsWords) {
    EXPECT_EQ(kind(400, R"({"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}})"),
              "context_length");
    EXPECT_EQ(
        kind(
            400,
            R"({"error":{"message":"This model's maximum context length is 8192 tokens","type":"invalid_request_error","code":null}})"),
        "context_length");
    EXPECT_EQ(
        kind(
            400,
            R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}})"),
        "context_length");
    EXPECT_EQ(kind(413, "Prompt is too long"), "context_length");
    EXPECT_EQ(kind(400, R"({"error":{"message":"m","code":"content_policy_violation"}})"), "content_policy");
    EXPECT_EQ(
        kind(
            400,
            R"({"error":{"message":"m","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}})"),
        "content_policy");
    EXPECT_EQ(kind(403, R"({"error":{"code":403,"message":"flagged by content policy"}})"), "content_policy");
    EXPECT_EQ(
        kind(
            429,
            R"({"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}})"),
        "provider_rate_limited");
    EXPECT_EQ(kind(403, R"({"error":{"message":"m","code":"insufficient_quota"}})"), "provider_rate_limited");
    EXPECT_EQ(kind(400, R"({"error":{"message":"m","code":"invalid_api_key"}})"), "provider_auth");
    EXPECT_EQ(kind(401, R"({"type":"error","error":{"type":"authentication_error","message":"x"}})"), "provider_auth");
    EXPECT_EQ(kind(529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"),
              "provider_overloaded");
    EXPECT_EQ(kind(400, R"({"object":"error","message":"maximum context length","type":"BadRequestError","code":400})"),
              "context_length");
}

TEST(Failure, IsNotGuessedFromAnEchoedPrompt) {
    EXPECT_EQ(kind(500, R"({"error":{"message":"context length"}})"), "provider_overloaded");
    EXPECT_EQ(kind(429, R"({"error":{"message":"prompt is too long"}})"), "provider_rate_limited");
}

TEST(Failure, NeverRepeatsTheProvidersWords) {
    for (int const status : {200, 400, 401, 403, 429, 500}) {
        auto const error = classify_failure(
            status,
            R"({"error":{"message":"key sk-secret","type":"sk-secret","code":"sk-secret","sk-secret":1,"sk-secret":2}})",
            "", "");
        EXPECT_EQ(error.detail.find("sk-"), std::string::npos);
        EXPECT_FALSE(error.detail.empty());
    }
}

TEST(Failure, TellsHowLongToWait) {
    EXPECT_EQ(classify_failure(429, "", "3", "").retry_after, 3000ms);
    EXPECT_EQ(classify_failure(503, "{}", "3", "250.4").retry_after, 250ms);
    EXPECT_EQ(classify_failure(429, "", "Sun, 06 Nov 1994 08:49:37 GMT", "").retry_after, std::nullopt);
    EXPECT_EQ(classify_failure(429, "", "Sun, 06 Nov 1994 08:49:37 GMT", "", 784111770).retry_after, 7000ms);
}

// ---- Retry-After

std::optional<milliseconds> wait(std::string_view text) { return read_retry_after(text, "", 784111777); }

TEST(RetryAfter, IsSecondsOrADate) {
    EXPECT_EQ(wait("0"), 0ms);
    EXPECT_EQ(wait("1"), 1000ms);
    EXPECT_EQ(wait("1.5"), 1500ms);
    EXPECT_EQ(wait("3600"), 3600s);
    EXPECT_EQ(wait("999999"), 999999s);
    EXPECT_EQ(wait("Sun, 06 Nov 1994 08:49:37 GMT"), 0ms);
    EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:37 GMT"), 60s);
    EXPECT_EQ(wait("Sun, 06 Nov 1993 08:50:37 GMT"), 0ms);
    EXPECT_EQ(wait("Tue, 08 Nov 1994 00:00:00 GMT"), std::chrono::seconds{784252800 - 784111777});
}

TEST(RetryAfter, UnderstandsTheOldFormsOfADate) {
    EXPECT_EQ(wait("Sunday, 06-Nov-94 08:50:37 GMT"), 60s);
    EXPECT_EQ(wait("Wednesday, 09-Nov-94 08:49:37 GMT"), std::chrono::seconds{3 * 86'400});
    EXPECT_EQ(wait("Sun Nov  6 08:50:37 1994"), 60s);
    EXPECT_EQ(wait("Thu Nov 10 08:49:37 1994"), std::chrono::seconds{4 * 86'400});
    EXPECT_EQ(wait("Sunday, 06-Nov-45 08:50:37 GMT"), 0ms) << "1945, not 2045";
}

TEST(RetryAfter, IsBounded) { EXPECT_EQ(wait("Sun, 06 Nov 2094 08:49:37 GMT"), 999'999s); }

TEST(RetryAfter, PrefersMilliseconds) {
    EXPECT_EQ(read_retry_after("5", "1500", 0), 1500ms);
    EXPECT_EQ(read_retry_after("5", "soon", 0), 5000ms);
}

TEST(RetryAfter, IsAbsentWhenMalformed) {
    for (std::string_view const text : {"",
                                        "-1",
                                        "+1",
                                        "1000000",
                                        "100000000000000000000",
                                        "soon",
                                        "1s",
                                        " 1",
                                        "1e3",
                                        "0x1",
                                        "1.",
                                        ".5",
                                        "Sun, 06 Nov 1994 08:49:37",
                                        "Sun, 06 Nov 1994 24:49:37 GMT",
                                        "Sun, 31 Feb 1994 08:49:37 GMT",
                                        "Sun, 06 Nox 1994 08:49:37 GMT",
                                        "Sunday, 06-Nov-94 08:49:37",
                                        "Sun Nov  6 08:49:37 94",
                                        "Sun, 0x Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 08-49-37 GMT",
                                        "Sun, 06-Nov-94 08:49:37 GMT",
                                        "Sunday, 32-Nov-94 08:49:37 GMT",
                                        "Sun Nov 6 08:49:37 1994",
                                        "Sun Nov  x 08:49:37 1994",
                                        ", ",
                                        ",  GMT"}) {
        EXPECT_EQ(wait(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace signalbox::wire
