#include "fakes/delta_recorder.hpp"
#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"
#include "providers/anthropic_dialect.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;

std::string event(std::string const& type, std::string const& members = "") {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.empty() ? "" : "," + members) + "}\n\n";
}
std::string text(std::string const& words) {
    return event("content_block_delta", R"("index":0,"delta":{"type":"text_delta","text":")" + words + "\"}");
}
std::string thought(std::string const& words) {
    return event("content_block_delta", R"("index":0,"delta":{"type":"thinking_delta","thinking":")" + words + "\"}");
}

std::string const begin =
    event("message_start", R"("message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":7}})");
std::string const ping = event("ping");
std::string const reason = event("message_delta", R"("delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3})");
std::string const stop = event("message_stop");
std::string const stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
std::string const stream_end = "0\r\n\r\n";
std::string const message =
    R"({"id":"msg_1","model":"claude-x","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":3}})";

std::string chunked(std::string const& bytes) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}
std::string answer(std::string const& status, std::string const& type, std::string const& body,
                   std::string const& more = "") {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string streamed(std::string const& events, bool ended = true) {
    return stream_head + chunked(events) + (ended ? stream_end : "");
}

class AnthropicProviderTest : public ::testing::Test {
protected:
    AnthropicProviderTest() {
        model.id = "anthropic/claude-x";
        model.upstream_name = "claude-x";
        context.messages = {{Role::user, "Say hello"}};
        attempt.model = &model;
        attempt.context = &context;
        attempt.timeouts = {.first_token = 2s, .gap = 2s, .total = 5s};
    }
    void connect(ScriptedServer const& server, std::string_view path = "") {
        auto made = AnthropicProvider::create(
            runner.loop, {.name = "test", .base_url = server.url(path), .api_key = Secret{"sk-ant-test"}});
        ASSERT_TRUE(made) << made.error().detail;
        provider = std::move(*made);
    }
    Result<ExecutionResult> complete() { return runner.run(provider->complete(attempt, sink, cancellation)); }
    Result<ExecutionResult> complete_with(std::string bytes, std::string_view path = "") {
        ScriptedServer server{[&](Peer& peer, int) {
            requests.push_back(peer.request());
            peer.send(bytes);
        }};
        connect(server, path);
        auto result = complete();
        provider.reset();
        return result;
    }
    void fails_with(Errc code, Result<ExecutionResult> const& result) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << result.error().detail;
    }

    fakes::LoopRunner runner;
    ModelCard model;
    ChainContext context;
    Attempt attempt;
    fakes::DeltaRecorder sink{runner.loop};
    Cancellation cancellation;
    Cancellation never;
    std::unique_ptr<AnthropicProvider> provider;
    std::vector<std::string> requests;
};

TEST_F(AnthropicProviderTest, StreamsAnAnswerInOpenAisShape) {
    model.price.offer(Price{.input = {1'000'000}, .output = {2'000'000}}, Origin::config);
    auto const result =
        complete_with(streamed(begin + ping + thought("Hm") + text("Hello") + text(" you") + reason + stop));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "Hello you");
    EXPECT_EQ(sink.reasoning, "Hm");
    EXPECT_EQ(result->content, "Hello you");
    EXPECT_EQ(result->model, "anthropic/claude-x");
    EXPECT_EQ(result->finish_reason, FinishReason::stop);
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_EQ(result->cost, MicroUsd{13});
    EXPECT_GT(result->first_token, 0s);
    EXPECT_TRUE(sink.frames.starts_with(R"(data: {"id":"msg_1","object":"chat.completion.chunk",)")) << sink.frames;
    EXPECT_NE(sink.frames.find(R"("delta":{"content":"Hello"})"), std::string::npos);
    EXPECT_NE(sink.frames.find(R"("finish_reason":"stop")"), std::string::npos);
}

TEST_F(AnthropicProviderTest, AsksInAnthropicsWay) {
    model.max_output.offer(64'000, Origin::inference);
    ASSERT_TRUE(complete_with(streamed(begin + text("Hi") + reason + stop)));
    auto const& request = requests.front();
    EXPECT_TRUE(request.starts_with("POST /v1/messages HTTP/1.1\r\n"));
    EXPECT_NE(request.find("\r\nx-api-key: sk-ant-test\r\n"), request.npos);
    EXPECT_NE(request.find("\r\nanthropic-version: 2023-06-01\r\n"), request.npos);
    EXPECT_EQ(request.find("Authorization"), request.npos);
    EXPECT_TRUE(request.ends_with(
        R"({"model":"claude-x","max_tokens":32000,"stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"Say hello"}]}]})"))
        << request;
}

TEST_F(AnthropicProviderTest, FindsTheEndpointBehindABaseUrlWithItsVersion) {
    ASSERT_TRUE(complete_with(streamed(begin + text("Hi") + reason + stop), "/proxy/v1"));
    EXPECT_TRUE(requests.front().starts_with("POST /proxy/v1/messages HTTP/1.1\r\n"));
}

TEST_F(AnthropicProviderTest, TranslatesTheClientsOwnRequest) {
    std::string const body = R"({"messages":[{"role":"user","content":"x"}],"top_k":3,"max_tokens":5})";
    RawChat const raw{.body = body};
    context.raw = &raw;
    ASSERT_TRUE(complete_with(streamed(begin + text("Hi") + reason + stop)));
    EXPECT_NE(requests.front().find(R"("max_tokens":5)"), std::string::npos);
    EXPECT_NE(requests.front().find(R"("top_k":3)"), std::string::npos);
}

TEST_F(AnthropicProviderTest, SendsARequestOfItsOwnShapeOnAsItIs) {
    RawChat const raw{.body = "{}", .messages_body = R"({"model":"auto","max_tokens":5,"messages":[],"new":true})"};
    context.raw = &raw;
    ASSERT_TRUE(complete_with(streamed(begin + text("Hi") + reason + stop)));
    EXPECT_TRUE(
        requests.front().ends_with(R"({"model":"claude-x","max_tokens":5,"messages":[],"new":true,"stream":true})"));
}

TEST_F(AnthropicProviderTest, SendsNothingThatItCannotTranslate) {
    std::string const body = R"({"messages":[{"role":"user","content":"x"}],"seed":3})";
    RawChat const raw{.body = body};
    context.raw = &raw;
    auto const result = complete_with("");
    fails_with(Errc::invalid_value, result);
    EXPECT_EQ(result.error().param, "seed");
    EXPECT_TRUE(requests.empty());
}

TEST_F(AnthropicProviderTest, PassesToolCallsOn) {
    auto const call =
        event("content_block_start",
              R"("index":0,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}})") +
        event("content_block_delta", R"("index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"})") +
        event("content_block_stop", R"("index":0)");
    auto const done = event("message_delta", R"("delta":{"stop_reason":"tool_use"})") + stop;
    auto const result = complete_with(streamed(begin + call + done));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_TRUE(result->tool_calls);
    EXPECT_TRUE(sink.tool_calls);
    EXPECT_EQ(result->finish_reason, FinishReason::tool_calls);
    EXPECT_NE(sink.frames.find(R"("tool_calls":[{"index":0,"id":"t1","type":"function")"), std::string::npos);
}

TEST_F(AnthropicProviderTest, ReadsAStreamThatComesByteByByte) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send_each_byte(streamed(begin + text("h\xc3\xa9") + text("\xf0\x9f\x8e\x89") + reason + stop));
        peer.client_left();
    }};
    connect(server);
    auto const result = complete();
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "h\xc3\xa9\xf0\x9f\x8e\x89");
    provider.reset();
}

TEST_F(AnthropicProviderTest, ReadsAWholeAnswer) {
    attempt.stream = false;
    auto const result = complete_with(answer("200 OK", "application/json", message));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Hello");
    EXPECT_TRUE(result->raw.starts_with(R"({"id":"msg_1","object":"chat.completion")")) << result->raw;
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_EQ(sink.text, "Hello");
    EXPECT_EQ(sink.sizes.size(), 1U);
    EXPECT_EQ(requests.front().find(R"("stream")"), std::string::npos);
}

TEST_F(AnthropicProviderTest, EstimatesAndSaysSoWhenUsageIsNotTold) {
    auto const bare = event("message_start", R"("message":{"id":"m","model":"c"})");
    auto const result = complete_with(streamed(bare + text("eight by") + stop));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->usage.estimated);
    EXPECT_EQ(result->usage.output, Tokens{2});
}

TEST_F(AnthropicProviderTest, ShowsNothingOfAnAnswerThatFailsBeforeItsFirstToken) {
    auto const result = complete_with(
        streamed(begin + ping + event("error", R"("error":{"type":"overloaded_error","message":"secret words"})")));
    fails_with(Errc::provider_overloaded, result);
    EXPECT_TRUE(sink.sizes.empty());
    EXPECT_EQ(result.error().detail.find("secret"), std::string::npos);
}

TEST_F(AnthropicProviderTest, PassesOnWhatCameBeforeAFailureInTheSameRead) {
    auto const broken = event("error", R"("error":{"type":"api_error","message":"x"})");
    fails_with(Errc::provider_overloaded, complete_with(streamed(begin + text("half") + broken)));
    EXPECT_EQ(sink.text, "half");
}

struct BadAnswer {
    char const* name;
    std::string bytes;
    Errc expected;
};
class AnthropicFault : public AnthropicProviderTest, public ::testing::WithParamInterface<BadAnswer> {};

TEST_P(AnthropicFault, IsNamed) { fails_with(GetParam().expected, complete_with(GetParam().bytes)); }

INSTANTIATE_TEST_SUITE_P(
    Faults, AnthropicFault,
    ::testing::Values(
        BadAnswer{"Garbage", streamed(begin + "data: {\"type\":\n\n"), Errc::provider_protocol},
        BadAnswer{"EndWithoutStop", streamed(begin + text("half") + reason), Errc::upstream_truncated},
        BadAnswer{"CutAfterTokens", streamed(begin + text("half"), false), Errc::upstream_truncated},
        BadAnswer{"EmptyStream", streamed(ping), Errc::upstream_truncated},
        BadAnswer{"ErrorInTheMiddle",
                  streamed(begin + text("half") + event("error", R"("error":{"type":"api_error","message":"x"})")),
                  Errc::provider_overloaded},
        BadAnswer{"HugeEvent", streamed("data: " + std::string(2 << 20, 'x')), Errc::provider_protocol},
        BadAnswer{"Html", answer("200 OK", "text/html", "<h1>hello</h1>"), Errc::provider_protocol},
        BadAnswer{"WholeInsteadOfStream", answer("200 OK", "application/json", message), Errc::provider_protocol},
        BadAnswer{"Redirect", "HTTP/1.1 307 Moved\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
                  Errc::provider_protocol},
        BadAnswer{"Gzip", answer("200 OK", "text/event-stream", "x", "Content-Encoding: gzip\r\n"),
                  Errc::provider_protocol},
        BadAnswer{"WrongKey",
                  answer("401 No", "application/json",
                         R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})"),
                  Errc::provider_auth},
        BadAnswer{"Overloaded",
                  answer("529 Busy", "application/json",
                         R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"),
                  Errc::provider_overloaded},
        BadAnswer{"LongPrompt",
                  answer("400 Bad", "application/json",
                         R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long"}})"),
                  Errc::context_length},
        BadAnswer{"NotHttp", "hello\r\n\r\n", Errc::provider_protocol}),
    [](auto const& row) { return row.param.name; });

TEST_F(AnthropicProviderTest, TellsHowLongARateLimitLasts) {
    auto const result = complete_with(answer("429 Slow Down", "application/json", "{}", "Retry-After: 7\r\n"));
    fails_with(Errc::provider_rate_limited, result);
    EXPECT_EQ(result.error().retry_after, 7s);
}

TEST_F(AnthropicProviderTest, GivesUpWhenNoTokenComesHoweverManyPings) {
    attempt.timeouts.first_token = 80ms;
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(stream_head + chunked(begin));
        for (int i = 0; i < 40; ++i) {
            peer.send(chunked(ping));
            std::this_thread::sleep_for(5ms);
        }
    }};
    connect(server);
    fails_with(Errc::provider_timeout, complete());
    EXPECT_TRUE(sink.sizes.empty());
}

TEST_F(AnthropicProviderTest, StopsWithin50msOfCancellationAndCloses) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            peer.send(stream_head + chunked(begin + text("Hi")));
            left = peer.client_left();
        }};
        connect(server);
        spawn(sleep_until(runner.loop, Clock::now() + 40ms, never),
              [this](bool) { cancellation.request(Errc::cancelled); });
        auto const start = Clock::now();
        fails_with(Errc::cancelled, complete());
        EXPECT_LT(Clock::now() - start, 90ms);
    }
    EXPECT_TRUE(left);
    EXPECT_EQ(sink.text, "Hi");
}

TEST_F(AnthropicProviderTest, UsesTheConnectionAgainAfterAStream) {
    ScriptedServer server{[](Peer& peer, int) {
        while (!peer.request().empty()) peer.send(streamed(begin + text("Hi") + reason + stop));
    }};
    connect(server);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(complete());
        (void)runner.run(sleep_until(runner.loop, Clock::now() + 20ms, never));
    }
    EXPECT_EQ(provider->idle_connections(), 1U);
    provider.reset();
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(AnthropicProviderTest, SpeaksTheVersionThatIsConfigured) {
    ScriptedServer server{
        [&](Peer& peer, int) { requests.push_back(peer.request()), peer.send(answer("500", "x", "")); }};
    auto made = AnthropicProvider::create(runner.loop,
                                          {.base_url = server.url(), .headers = {{"Anthropic-Version", "2026-10-21"}}});
    ASSERT_TRUE(made);
    provider = std::move(*made);
    (void)complete();
    provider.reset();
    EXPECT_NE(requests.front().find("Anthropic-Version: 2026-10-21\r\n"), std::string::npos);
    EXPECT_EQ(requests.front().find("2023-06-01"), std::string::npos);
}

}  // namespace
}  // namespace signalbox
