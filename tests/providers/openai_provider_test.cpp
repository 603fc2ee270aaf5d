#include "providers/openai_provider.hpp"

#include "fakes/delta_recorder.hpp"
#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <ctime>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;

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
std::string const stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
std::string const stream_end = "0\r\n\r\n";
std::string const completion =
    R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}})";

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

class OpenAiProviderTest : public ::testing::Test {
protected:
    OpenAiProviderTest() {
        model.id = "openai/small";
        model.upstream_name = "small";
        context.messages = {{Role::user, "Say hello"}};
        attempt.model = &model;
        attempt.context = &context;
        attempt.timeouts = {.first_token = 2s, .gap = 2s, .total = 5s};
    }
    void connect(ScriptedServer const& server) {
        auto made = OpenAiProvider::create(
            runner.loop, {.name = "test", .base_url = server.url("/v1"), .api_key = Secret{"sk-test"}});
        ASSERT_TRUE(made) << made.error().detail;
        provider = std::move(*made);
    }
    Result<ExecutionResult> complete() { return runner.run(provider->complete(attempt, sink, cancellation)); }
    Result<ExecutionResult> complete_with(std::string bytes) {
        ScriptedServer server{[&](Peer& peer, int) {
            requests.push_back(peer.request());
            peer.send(bytes);
        }};
        connect(server);
        auto result = complete();
        provider.reset();
        return result;
    }
    Result<ExecutionResult> complete_stream(std::string const& events) {
        return complete_with(stream_head + chunked(events) + stream_end);
    }
    void fails_with(Errc code, Result<ExecutionResult> const& result) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, code) << result.error().detail;
    }
    template <class Work>
    void soon(Work work, Duration after) {
        spawn(sleep_until(runner.loop, Clock::now() + after, never), [work](bool) { work(); });
    }

    fakes::LoopRunner runner;
    ModelCard model;
    ChainContext context;
    Attempt attempt;
    fakes::DeltaRecorder sink{runner.loop};
    Cancellation cancellation;
    Cancellation never;
    std::unique_ptr<OpenAiProvider> provider;
    std::vector<std::string> requests;
};

TEST_F(OpenAiProviderTest, StreamsAnAnswer) {
    model.price.offer(Price{.input = {1'000'000}, .output = {2'000'000}}, Origin::config);
    auto const result = complete_stream(role + text("Hello") + text(" world") + stop + usage + done);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "Hello world");
    EXPECT_EQ(sink.frames, role + text("Hello") + text(" world") + stop);
    EXPECT_EQ(result->content, "Hello world");
    EXPECT_EQ(result->model, "openai/small");
    EXPECT_EQ(result->finish_reason, FinishReason::stop);
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_EQ(result->cost, MicroUsd{13});
    EXPECT_GT(result->first_token, 0s);
    EXPECT_GE(result->latency, result->first_token);
}

TEST_F(OpenAiProviderTest, AsksInOpenAisWay) {
    ASSERT_TRUE(complete_stream(text("Hi") + stop + done));
    ASSERT_EQ(requests.size(), 1U);
    auto const& request = requests.front();
    EXPECT_TRUE(request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_NE(request.find("Authorization: Bearer sk-test\r\n"), request.npos);
    EXPECT_NE(request.find("Accept-Encoding: identity\r\n"), request.npos);
    EXPECT_NE(request.find(R"("model":"small")"), request.npos);
    EXPECT_NE(request.find(R"("stream":true)"), request.npos);
    EXPECT_NE(request.find(R"("include_usage":true)"), request.npos);
}

TEST_F(OpenAiProviderTest, PassesTheClientsOwnMembersOn) {
    RawChat const raw{.body = R"({"messages":[{"role":"user","content":"x"}],"top_k":3})",
                      .members = {R"("messages":[{"role":"user","content":"x"}],"top_k":3)"},
                      .stream_options = {}};
    context.raw = &raw;
    ASSERT_TRUE(complete_stream(text("Hi") + stop + done));
    EXPECT_NE(requests.front().find(R"("top_k":3)"), std::string::npos);
}

TEST_F(OpenAiProviderTest, EstimatesAndSaysSoWhenUsageIsNotTold) {
    auto const result = complete_stream(text("eight by") + stop + done);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->usage.estimated);
    EXPECT_EQ(result->usage.output, Tokens{2});
    EXPECT_GT(result->usage.input, Tokens{0});
    EXPECT_FALSE(result->cost);  // the price is unknown
}

TEST_F(OpenAiProviderTest, PassesToolCallsOn) {
    auto const call =
        chunk(R"({"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]})");
    auto const result = complete_stream(role + call + chunk("{}", R"("tool_calls")") + done);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_TRUE(result->tool_calls);
    EXPECT_TRUE(sink.tool_calls);
    EXPECT_EQ(sink.frames, role + call + chunk("{}", R"("tool_calls")"));
}

TEST_F(OpenAiProviderTest, ReadsAStreamThatComesByteByByte) {
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send_each_byte(stream_head + chunked(role + text("h\xc3\xa9")) +
                            chunked(text("\xf0\x9f\x8e\x89") + stop + done) + stream_end);
        peer.client_left();
    }};
    connect(server);
    auto const result = complete();
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "h\xc3\xa9\xf0\x9f\x8e\x89");
    provider.reset();
}

TEST_F(OpenAiProviderTest, ReadsAStreamThatEndsWithTheConnection) {
    auto const result =
        complete_with("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + role + text("Hi") + stop + done);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "Hi");
}

TEST_F(OpenAiProviderTest, UsesTheConnectionAgainAfterAStream) {
    ScriptedServer server{[](Peer& peer, int) {
        while (!peer.request().empty()) {
            peer.send(stream_head + chunked(text("Hi") + stop + done));
            std::this_thread::sleep_for(5ms);
            peer.send(stream_end);  // after the answer is known
        }
    }};
    connect(server);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(complete());
        (void)runner.run(sleep_until(runner.loop, Clock::now() + 30ms, never));
        EXPECT_EQ(provider->idle_connections(), 1U);
    }
    provider.reset();
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(OpenAiProviderTest, ReadsAWholeAnswer) {
    attempt.stream = false;
    auto const result = complete_with(answer("200 OK", "application/json", completion));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Hello");
    EXPECT_EQ(result->raw, completion);
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_EQ(sink.text, "Hello");
    EXPECT_EQ(sink.sizes.size(), 1U);
}

TEST_F(OpenAiProviderTest, TakesAWholeAnswerWhereAStreamWasAskedFor) {
    auto const result = complete_with(answer("200 OK", "application/json; charset=utf-8", completion));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "Hello");
    EXPECT_EQ(sink.sizes.size(), 1U);
}

TEST_F(OpenAiProviderTest, FailsOnAnErrorAsFirstEventAndShowsNothing) {
    auto const result = complete_stream(R"(data: {"error":{"message":"secret words","type":"server_error","code":503}})"
                                        "\n\n");
    ASSERT_FALSE(result);
    EXPECT_TRUE(sink.sizes.empty());
    EXPECT_EQ(result.error().detail.find("secret words"), std::string::npos);
}

TEST_F(OpenAiProviderTest, FailsOnAnErrorInsideAWholeAnswer) {
    EXPECT_FALSE(
        complete_with(answer("200 OK", "application/json", R"({"error":{"message":"x","type":"server_error"}})")));
    EXPECT_TRUE(sink.sizes.empty());
}

struct BadAnswer {
    char const* name;
    std::string bytes;
    Errc expected;
};
class OpenAiFault : public OpenAiProviderTest, public ::testing::WithParamInterface<BadAnswer> {};

// Chunks without content, more than are held.
std::string roles(int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += role;
    return all;
}

TEST_P(OpenAiFault, IsNamed) { fails_with(GetParam().expected, complete_with(GetParam().bytes)); }

std::string streamed(std::string const& events, bool ended = true) {
    return stream_head + chunked(events) + (ended ? stream_end : "");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, OpenAiFault,
    ::testing::Values(
        BadAnswer{"Garbage", streamed("data: {\"choices\":[{\n\n"), Errc::provider_protocol},
        BadAnswer{"BadUtf8", streamed(text("\xff\xfe")), Errc::provider_protocol},
        BadAnswer{"EndWithoutTerminator", streamed(role + text("half")), Errc::upstream_truncated},
        BadAnswer{"CutAfterTokens", streamed(role + text("half"), false), Errc::upstream_truncated},
        BadAnswer{"EmptyStream", streamed(": nothing\n\n"), Errc::upstream_truncated},
        BadAnswer{"EmptyBody", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n",
                  Errc::upstream_truncated},
        BadAnswer{"DeadAfterTheRole", streamed(role, false), Errc::upstream_truncated},
        BadAnswer{"ErrorAfterManyEmptyChunks",
                  streamed(roles(200) + "data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}\n\n"),
                  Errc::provider_overloaded},
        BadAnswer{"HugeEvent", streamed("data: " + std::string(2 << 20, 'x')), Errc::provider_protocol},
        BadAnswer{"Html", answer("200 OK", "text/html", "<h1>hello</h1>"), Errc::provider_protocol},
        BadAnswer{"NoType", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", Errc::provider_protocol},
        BadAnswer{"NoContent", "HTTP/1.1 204 No Content\r\n\r\n", Errc::provider_protocol},
        BadAnswer{"Redirect", "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
                  Errc::provider_protocol},
        BadAnswer{"Gzip", answer("200 OK", "application/json", completion, "Content-Encoding: gzip\r\n"),
                  Errc::provider_protocol},
        BadAnswer{"Unauthorized", answer("401 Unauthorized", "application/json", "{}"), Errc::provider_auth},
        BadAnswer{"Overloaded", answer("503 Busy", "text/plain", "busy"), Errc::provider_overloaded},
        BadAnswer{"Rejected", answer("400 Bad", "application/json", R"({"error":{"message":"no"}})"),
                  Errc::provider_rejected},
        BadAnswer{"NotHttp", "hello\r\n\r\n", Errc::provider_protocol}),
    [](auto const& row) { return row.param.name; });

TEST_F(OpenAiProviderTest, TellsHowLongARateLimitLasts) {
    auto const result = complete_with(answer("429 Slow Down", "application/json", "{}", "Retry-After: 7\r\n"));
    fails_with(Errc::provider_rate_limited, result);
    EXPECT_EQ(result.error().retry_after, 7s);
}

TEST_F(OpenAiProviderTest, UnderstandsARateLimitThatEndsAtATime) {
    char date[40];
    std::time_t const soon = std::time(nullptr) + 60;
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&soon));
    auto const result =
        complete_with(answer("429 Slow Down", "application/json", "{}", "Retry-After: " + std::string{date} + "\r\n"));
    ASSERT_FALSE(result);
    ASSERT_TRUE(result.error().retry_after);
    EXPECT_GT(*result.error().retry_after, 50s);
    EXPECT_LE(*result.error().retry_after, 60s);
}

TEST_F(OpenAiProviderTest, AsksAgainWithoutUsageOnceAndRemembers) {
    ScriptedServer server{[&](Peer& peer, int) {
        for (;;) {
            auto request = peer.request();
            if (request.empty()) return;
            bool const refused = request.find("stream_options") != request.npos;
            requests.push_back(std::move(request));
            peer.send(refused
                          ? answer("400 Bad", "application/json", R"({"error":{"message":"unknown: stream_options"}})")
                          : stream_head + chunked(text("Hi") + stop + done) + stream_end);
        }
    }};
    connect(server);
    ASSERT_TRUE(complete());
    ASSERT_TRUE(complete());
    provider.reset();
    EXPECT_EQ(requests.size(), 3U);  // refused, without, and without from then on
}

TEST_F(OpenAiProviderTest, GivesUpWhenNoTokenComes) {
    attempt.timeouts.first_token = 80ms;
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(stream_head + chunked(role));
        for (int i = 0; i < 40; ++i) {  // alive, but without a token
            peer.send(chunked(": ping\n\n") + chunked(role));
            std::this_thread::sleep_for(5ms);
        }
    }};
    connect(server);
    auto const start = Clock::now();
    fails_with(Errc::provider_timeout, complete());
    EXPECT_LT(Clock::now() - start, 150ms);
    EXPECT_TRUE(sink.sizes.empty());
}

TEST_F(OpenAiProviderTest, GivesUpWhenTheNextTokenDoesNotCome) {
    attempt.timeouts.gap = 80ms;
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(stream_head + chunked(text("Hi")));
        peer.client_left();
    }};
    connect(server);
    fails_with(Errc::provider_timeout, complete());
    EXPECT_EQ(sink.text, "Hi");
}

TEST_F(OpenAiProviderTest, GivesUpOnAnEndlessAnswer) {
    attempt.timeouts.total = 100ms;
    ScriptedServer server{[](Peer& peer, int) {
        (void)peer.request();
        peer.send(stream_head);
        for (int i = 0; i < 100; ++i) {
            peer.send(chunked(text("x")));
            std::this_thread::sleep_for(2ms);
        }
    }};
    connect(server);
    auto const start = Clock::now();
    fails_with(Errc::provider_timeout, complete());
    EXPECT_LT(Clock::now() - start, 160ms);
}

TEST_F(OpenAiProviderTest, SaysWhenItWasTheRequestsOwnTime) {
    attempt.deadline = Clock::now() + 60ms;
    ScriptedServer server{[](Peer& peer, int) { (void)peer.request(), peer.client_left(); }};
    connect(server);
    fails_with(Errc::deadline_exceeded, complete());
}

TEST_F(OpenAiProviderTest, StopsWithin50msOfCancellationAndCloses) {
    bool left = false;
    {
        ScriptedServer server{[&](Peer& peer, int) {
            (void)peer.request();
            peer.send(stream_head + chunked(text("Hi")));
            left = peer.client_left();
        }};
        connect(server);
        soon([&] { cancellation.request(Errc::cancelled); }, 40ms);
        auto const start = Clock::now();
        fails_with(Errc::cancelled, complete());
        EXPECT_LT(Clock::now() - start, 90ms);
    }
    EXPECT_TRUE(left);
    EXPECT_EQ(sink.text, "Hi");
}

TEST_F(OpenAiProviderTest, AcceptsAnAnswerThatLacksOnlyItsCeremony) {
    auto const result = complete_with(stream_head + chunked(text("Hi") + stop));  // and the connection closes
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Hi");
}

TEST_F(OpenAiProviderTest, StopsReadingWhileTheReaderIsBehind) {
    constexpr int many = 400;
    std::string const words(32'000, 'w');
    std::atomic<int> sent = 0;
    ScriptedServer server{[&](Peer& peer, int) {
        (void)peer.request();
        peer.send(stream_head);
        for (; sent < many; ++sent) peer.send(chunked(text(words)));
        peer.send(chunked(stop + done) + stream_end);
    }};
    connect(server);
    sink.slow_after = 1;
    int sent_while_behind = 0;
    soon([&] { sent_while_behind = sent, sink.catch_up(); }, 150ms);
    auto const result = complete();
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.waits, 1);
    EXPECT_LT(sent_while_behind, many);
    EXPECT_EQ(sink.text.size(), many * words.size());
    provider.reset();
}

TEST_F(OpenAiProviderTest, IsNotMadeForAnUnusableAddressOrKey) {
    EXPECT_FALSE(OpenAiProvider::create(runner.loop, {.base_url = "http://api.openai.com/v1"}));
    EXPECT_FALSE(
        OpenAiProvider::create(runner.loop, {.base_url = "https://api.openai.com/v1", .api_key = Secret{"a\nb"}}));
}

}  // namespace
}  // namespace signalbox
