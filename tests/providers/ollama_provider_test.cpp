#include "fakes/delta_recorder.hpp"
#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"
#include "providers/ollama_dialect.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;

std::string line(std::string const& message, std::string const& more = R"("done":false)") {
    return R"({"model":"qwen3:8b","message":{"role":"assistant",)" + message + "}," + more + "}\n";
}
std::string text(std::string const& words) { return line(R"("content":")" + words + "\""); }

std::string const last =
    line(R"("content":"")", R"("done":true,"done_reason":"stop","prompt_eval_count":7,"eval_count":3)");
std::string const stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunked(std::string const& bytes) {
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}
std::string answer(std::string const& status, std::string const& type, std::string const& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}
std::string streamed(std::string const& lines, bool ended = true) {
    return stream_head + chunked(lines) + (ended ? "0\r\n\r\n" : "");
}

class OllamaProviderTest : public ::testing::Test {
protected:
    OllamaProviderTest() {
        model.id = "ollama/qwen3:8b";
        model.upstream_name = "qwen3:8b";
        context.messages = {{Role::user, "Say hello"}};
        attempt.model = &model;
        attempt.context = &context;
        attempt.timeouts = {.first_token = 2s, .gap = 2s, .total = 5s};
    }
    Result<ExecutionResult> complete_with(std::string bytes, std::string_view path = "") {
        ScriptedServer server{[&](Peer& peer, int) {
            requests.push_back(peer.request());
            peer.send(bytes);
        }};
        auto provider = OllamaProvider::create(runner.loop, {.name = "test", .base_url = server.url(path)});
        return runner.run((*provider)->complete(attempt, sink, cancellation));
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
    std::vector<std::string> requests;
};

TEST_F(OllamaProviderTest, StreamsAnAnswerInOpenAisShape) {
    auto const result =
        complete_with(streamed(line(R"("content":"","thinking":"hm")") + text("Hello") + text(" you") + last));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(sink.text, "Hello you");
    EXPECT_EQ(sink.reasoning, "hm");
    EXPECT_EQ(result->content, "Hello you");
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_TRUE(sink.frames.starts_with(R"(data: {"id":"chatcmpl-)")) << sink.frames;
    EXPECT_NE(sink.frames.find(R"("finish_reason":"stop")"), std::string::npos);
}

TEST_F(OllamaProviderTest, AsksInOllamasWay) {
    ASSERT_TRUE(complete_with(streamed(text("Hi") + last)));
    auto const& request = requests.front();
    EXPECT_TRUE(request.starts_with("POST /api/chat HTTP/1.1\r\n"));
    EXPECT_TRUE(
        request.ends_with(R"({"model":"qwen3:8b","stream":true,"messages":[{"role":"user","content":"Say hello"}]})"))
        << request;
}

TEST_F(OllamaProviderTest, AsksForTheWindowThatIsConfiguredNotForAnInferredOne) {
    model.context_window.offer(131'072, Origin::inference);
    ASSERT_TRUE(complete_with(streamed(text("Hi") + last)));
    EXPECT_EQ(requests.front().find("num_ctx"), std::string::npos);
    model.context_window.offer(16'384, Origin::config);
    ASSERT_TRUE(complete_with(streamed(text("Hi") + last)));
    EXPECT_NE(requests.back().find(R"("num_ctx":16384)"), std::string::npos);
}

TEST_F(OllamaProviderTest, ReadsAWholeAnswer) {
    attempt.stream = false;
    auto const result = complete_with(answer(
        "200 OK", "application/json; charset=utf-8",
        line(R"("content":"Hello")", R"("done":true,"done_reason":"length","prompt_eval_count":7,"eval_count":3)")));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Hello");
    EXPECT_EQ(result->finish_reason, FinishReason::length);
    EXPECT_TRUE(result->raw.starts_with(R"({"id":"chatcmpl-)"));
}

TEST_F(OllamaProviderTest, GivesTheCallsOfTwoAnswersDifferentIds) {
    auto const call = line(R"("content":"","tool_calls":[{"function":{"name":"f","arguments":{}}}])");
    auto const id_of = [&] {
        sink.frames.clear();
        EXPECT_TRUE(complete_with(streamed(call + last)));
        auto const at = sink.frames.find("\"call_");
        return sink.frames.substr(at, sink.frames.find('"', at + 1) - at);
    };
    EXPECT_NE(id_of(), id_of());
}

TEST_F(OllamaProviderTest, SendsNothingThatItCannotTranslate) {
    std::string const body = R"({"messages":[{"role":"user","content":"x"}],"n":3})";
    RawChat const raw{.body = body};
    context.raw = &raw;
    auto const result = complete_with("");
    fails_with(Errc::invalid_value, result);
    EXPECT_TRUE(requests.empty());
}

struct BadAnswer {
    char const* name;
    std::string bytes;
    Errc expected;
};
class OllamaFault : public OllamaProviderTest, public ::testing::WithParamInterface<BadAnswer> {};

TEST_P(OllamaFault, IsNamed) { fails_with(GetParam().expected, complete_with(GetParam().bytes)); }

INSTANTIATE_TEST_SUITE_P(
    Faults, OllamaFault,
    ::testing::Values(BadAnswer{"EndWithoutDone", streamed(text("half")), Errc::upstream_truncated},
                      BadAnswer{"CutAfterTokens", streamed(text("half"), false), Errc::upstream_truncated},
                      BadAnswer{"ErrorLine", streamed(text("half") + "{\"error\":\"x\"}\n"), Errc::provider_overloaded},
                      BadAnswer{"Garbage", streamed("hello\n"), Errc::provider_protocol},
                      BadAnswer{"HugeLine", streamed(std::string(2 << 20, 'x')), Errc::provider_protocol},
                      BadAnswer{"UnknownModel", answer("404 Not Found", "application/json", R"({"error":"not found"})"),
                                Errc::provider_protocol},
                      BadAnswer{"Html", answer("200 OK", "text/html", "<h1>"), Errc::provider_protocol}),
    [](auto const& row) { return row.param.name; });

}  // namespace
}  // namespace signalbox
