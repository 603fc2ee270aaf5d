#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"
#include "providers/anthropic_dialect.hpp"
#include "providers/openai_provider.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;
using std::string;

string const list = R"({"object":"list","data":[{"embedding":[0.5]}],"usage":{"prompt_tokens":7,"total_tokens":7}})";

string answer(string const& status, string const& type, string const& body, string const& more = "") {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class OpenAiEmbeddingsTest : public ::testing::Test {
protected:
    OpenAiEmbeddingsTest() {
        model.id = "openai/embedder";
        model.upstream_name = "embedder";
        model.price.offer({.input = {1'000'000}, .output = {9'000'000}}, Origin::config);
        raw.body = R"({"model":"openai/embedder","input":"hi"})";
        raw.members = {R"("input":"hi")"};
        context.embeddings = true;
        context.raw = &raw;
        attempt.model = &model;
        attempt.context = &context;
        attempt.stream = false;
        attempt.timeouts = {.first_token = 2s, .gap = 2s, .total = 2s};
    }
    Result<ExecutionResult> embed_at(string const& address) {
        auto made = OpenAiProvider::create(runner.loop, {.name = "test", .base_url = address, .api_key = Secret{"sk"}});
        EXPECT_TRUE(made);
        return runner.run((*made)->embed(attempt, cancellation));
    }
    Result<ExecutionResult> embed_with(string const& bytes) {
        ScriptedServer const server{[&](Peer& peer, int) {
            requests.push_back(peer.request());
            peer.send(bytes);
        }};
        return embed_at(server.url("/v1"));
    }
    Errc failure_of(string const& bytes) {
        auto const result = embed_with(bytes);
        return result ? Errc::internal : result.error().code;
    }

    // Of a provider that reads the request and says nothing.
    Errc failure_in_silence() {
        ScriptedServer const server{[&](Peer& peer, int) {
            peer.request();
            peer.client_left();
        }};
        auto const result = embed_at(server.url("/v1"));
        return result ? Errc::internal : result.error().code;
    }

    fakes::LoopRunner runner;
    ModelCard model;
    RawChat raw;
    ChainContext context;
    Attempt attempt;
    Cancellation cancellation;
    std::vector<string> requests;
};

TEST_F(OpenAiEmbeddingsTest, SendTheClientsOwnMembersAndGiveTheProvidersOwnAnswer) {
    auto const result = embed_with(answer("200 OK", "application/json", list));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->raw, list);
    EXPECT_EQ(result->content, "");
    EXPECT_EQ(result->usage.input, Tokens{7});
    EXPECT_FALSE(result->usage.estimated);
    EXPECT_EQ(result->cost, MicroUsd{7});
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_TRUE(requests[0].starts_with("POST /v1/embeddings HTTP/1.1\r\n")) << requests[0];
    EXPECT_TRUE(
        requests[0].ends_with("\r\n\r\n"
                              R"({"model":"embedder","input":"hi"})"))
        << requests[0];
}

TEST_F(OpenAiEmbeddingsTest, EstimateUsageThatIsNotTold) {
    auto const result = embed_with(answer("200 OK", "application/json", R"({"data":[]})"));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->usage.estimated);
    EXPECT_GT(result->usage.input, Tokens{0});
    EXPECT_EQ(result->usage.output, Tokens{0});
}

TEST_F(OpenAiEmbeddingsTest, FailAsChatDoes) {
    EXPECT_EQ(failure_of(answer("500 Oops", "application/json", "{}")), Errc::provider_overloaded);
    EXPECT_EQ(failure_of(answer("401 No", "application/json", "{}")), Errc::provider_auth);
    EXPECT_EQ(failure_of(answer("400 No", "application/json", R"({"error":{"message":"no"}})")),
              Errc::provider_rejected);
    EXPECT_EQ(failure_of(answer("200 OK", "text/html", "<html>")), Errc::provider_protocol);
    EXPECT_EQ(failure_of(answer("200 OK", "application/json", list, "Content-Encoding: gzip\r\n")),
              Errc::provider_protocol);
    EXPECT_EQ(failure_of(answer("200 OK", "application/json", R"({"choices":[]})")), Errc::provider_protocol);
}

TEST_F(OpenAiEmbeddingsTest, TellHowLongALimitedProviderWantsToBeLeftAlone) {
    auto const result = embed_with(answer("429 Slow", "application/json", "{}", "Retry-After: 7\r\n"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::provider_rate_limited);
    EXPECT_EQ(result.error().retry_after, 7s);
}

TEST_F(OpenAiEmbeddingsTest, EndWithTheTimeOfTheAttempt) {
    attempt.timeouts.total = 50ms;
    EXPECT_EQ(failure_in_silence(), Errc::provider_timeout);
}

TEST_F(OpenAiEmbeddingsTest, EndWhenTheClientLeaves) {
    struct Leaving final : Time::Alarm {
        Leaving(net::Loop& loop, Cancellation& its_call) : Alarm{loop}, call{its_call} { arm(loop.now() + 30ms); }
        void fire() override { call.request(Errc::cancelled); }
        Cancellation& call;
    } const leaving{runner.loop, cancellation};
    EXPECT_EQ(failure_in_silence(), Errc::cancelled);
}

TEST_F(OpenAiEmbeddingsTest, CarryTheClientsTraceOn) {
    context.trace = "traceparent: 00-1-2-01\r\ntracestate: a=1\r\n";
    ASSERT_TRUE(embed_with(answer("200 OK", "application/json", list)));
    EXPECT_NE(requests.at(0).find("\r\ntraceparent: 00-1-2-01\r\ntracestate: a=1\r\n"), string::npos) << requests[0];
}

TEST_F(OpenAiEmbeddingsTest, AreNothingThatOtherApisHave) {
    auto made = AnthropicProvider::create(runner.loop, {.name = "test", .base_url = "http://127.0.0.1:1"});
    ASSERT_TRUE(made);
    auto const result = runner.run((*made)->embed(attempt, cancellation));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::invalid_value);
    EXPECT_EQ(result.error().param, "model");
    EXPECT_NE(result.error().detail.find("openai/embedder"), string::npos);
}

}  // namespace
}  // namespace signalbox
