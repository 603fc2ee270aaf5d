#include "server/key_hash.hpp"
#include "server/key_table.hpp"
#include "server/test_server.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using std::string;

constexpr std::string_view path = "/v1/embeddings";
constexpr std::string_view question = R"({"model":"small","input":"hi"})";
constexpr std::string_view list = R"({"object":"list","data":[],"usage":{"prompt_tokens":40}})";

// Fails as often as it is told, then has one answer for all; or says nothing until it is cancelled.
class EmbeddingsProvider final : public Provider {
public:
    explicit EmbeddingsProvider(Time& time) : time_{time} {}

    Task<Result<ExecutionResult>> complete(Attempt const&, DeltaSink&, Cancellation&) override {
        co_return fail(Errc::internal, "nobody chats here");
    }
    Task<Result<ExecutionResult>> embed(Attempt const& attempt, Cancellation& cancellation) override {
        ++calls;
        trace = attempt.context->trace;
        if (silent) co_await sleep_until(time_, attempt.deadline, cancellation);
        if (cancellation.requested()) {
            ++cancelled;
            co_return fail(cancellation.reason(), "cancelled");
        }
        if (failures-- > 0) co_return fail(failure, "scripted");
        ExecutionResult result{.model = attempt.model->id, .usage = {.input = {40}}, .raw = string{list}};
        result.cost = cost(attempt.model->price.value, result.usage.input, result.usage.output);
        co_return result;
    }

    int calls = 0;
    int cancelled = 0;
    int failures = 0;
    Errc failure = Errc::provider_overloaded;
    bool silent = false;
    string trace;

private:
    Time& time_;
};

class EmbeddingsTest : public ServerTest {
protected:
    Provider* served() override { return &embedder; }
    Reply embed(std::string_view body = question, std::string_view fields = "") {
        return ask(post(path, body, fields));
    }
    static ApiKey key_with(KeyLimits const& limits, std::vector<string> models = {}, Scope scope = Scope::chat) {
        ApiKey key;
        key.id = "alice";
        key.hash = KeyHasher{}("alice's key");
        key.scopes.add(scope);
        key.limits = limits;
        key.models = std::move(models);
        return key;
    }
    void start_with(ApiKey const& key) {
        start();
        table = std::make_shared<KeyTable const>(std::vector{key}, false, Clock::now(), nullptr);
        on_loop([this] {
            server->use_keys(table);
            return true;
        });
    }
    static constexpr std::string_view as_alice = "Authorization: Bearer alice's key\r\n";
    EmbeddingsProvider embedder{loop};
    std::shared_ptr<KeyTable const> table;
};

TEST_F(EmbeddingsTest, AreTheProvidersOwnAnswer) {
    start();
    auto const reply = embed();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_EQ(reply.body, list);
    EXPECT_EQ(reply.field("x-signalbox-model"), "small");
    EXPECT_EQ(reply.field("x-signalbox-route"), "direct");
    EXPECT_EQ(reply.field("x-signalbox-attempts"), "1");
    EXPECT_EQ(reply.field("x-signalbox-cost"), "0.000004") << "40 tokens of 0.1 dollars a million";
}

TEST_F(EmbeddingsTest, AreCountedLikeOtherCalls) {
    start();
    embed();
    auto const page = ask(get("/metrics")).body;
    EXPECT_NE(page.find(R"(signalbox_requests_total{route="/v1/embeddings",status="2xx"} 1)"), string::npos) << page;
    EXPECT_NE(page.find(R"(signalbox_tokens_total{model="small",kind="answer",type="input"} 40)"), string::npos)
        << page;
    EXPECT_NE(page.find(R"(signalbox_attempts_total{model="small",outcome="ok"} 1)"), string::npos) << page;
}

TEST_F(EmbeddingsTest, AreAskedForOnceMoreAfterAFailureThatMayPass) {
    embedder.failures = 1;
    start();
    EXPECT_EQ(embed().status, 200);
    EXPECT_EQ(embedder.calls, 2);
}

TEST_F(EmbeddingsTest, AreNotAskedForAgainWhenTheRequestWasRefused) {
    embedder.failures = 2;
    embedder.failure = Errc::provider_rejected;
    start();
    EXPECT_EQ(embed().status, 400);
    EXPECT_EQ(embedder.calls, 1);
}

TEST_F(EmbeddingsTest, AreNeverRouted) {
    start();
    for (auto const* model : {"auto", "auto:best"}) {
        auto const reply = embed(R"({"input":"hi","model":")" + string{model} + R"("})");
        EXPECT_EQ(reply.status, 400) << model;
        EXPECT_NE(reply.body.find(R"("param":"model")"), string::npos) << reply.body;
        EXPECT_NE(reply.body.find("GET /v1/models"), string::npos) << reply.body;
    }
    EXPECT_EQ(embed(R"({"input":"hi"})").status, 400);
    EXPECT_EQ(embed(R"({"input":"hi","model":"none"})").status, 404);
    EXPECT_EQ(embedder.calls, 0);
}

TEST_F(EmbeddingsTest, ArePaidForByTheKey) {
    start_with(key_with({.tokens_per_minute = 1000}));
    EXPECT_EQ(embed(question, as_alice).status, 200);
    auto const used =
        on_loop([&] { return table->find(KeyHasher{}("alice's key"), {})->account->tokens_used.value(); });
    EXPECT_EQ(used, 40);
}

TEST_F(EmbeddingsTest, AreRefusedWhenTheKeysMoneyIsSpent) {
    start_with(key_with({.budget_per_day = MicroUsd{4}}));
    EXPECT_EQ(embed(question, as_alice).status, 200);
    auto const reply = embed(question, as_alice);
    EXPECT_EQ(reply.status, 402) << reply.body;
    EXPECT_EQ(embedder.calls, 1);
}

TEST_F(EmbeddingsTest, NeedAKeyWithTheScopeAndTheModel) {
    start_with(key_with({}, {"large"}));
    EXPECT_EQ(embed(question, "").status, 401);
    EXPECT_EQ(embed(question, as_alice).status, 403);
    EXPECT_EQ(embed(R"({"input":"hi","model":"large"})", as_alice).status, 200);
}

TEST_F(EmbeddingsTest, NeedTheScopeOfChat) {
    start_with(key_with({}, {}, Scope::read));
    EXPECT_EQ(embed(question, as_alice).status, 403);
}

TEST_F(EmbeddingsTest, AreCancelledWhenTheClientLeaves) {
    embedder.silent = true;
    start();
    {
        Client client{port};
        client.send(post(path, question));
        ASSERT_TRUE(comes_true([this] { return embedder.calls == 1; }));
    }
    EXPECT_TRUE(comes_true([this] { return embedder.cancelled == 1; }));
}

TEST_F(EmbeddingsTest, CarryTheClientsTrace) {
    start();
    string const parent = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    embed(question, parent + "tracestate: rojo=1\r\n");
    EXPECT_EQ(embedder.trace, parent + "tracestate: rojo=1\r\n");
    embed(question, "traceparent: 00-0-0-01\r\ntracestate: rojo=1\r\n");
    EXPECT_EQ(embedder.trace, "");
}

TEST_F(ServerTest, SaysWhichModelsHaveEmbeddings) {
    start();
    auto const reply = ask(post(path, question));
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.body.find("the model 'small'"), string::npos) << reply.body;
    EXPECT_NE(reply.body.find("OpenAI-compatible"), string::npos) << reply.body;
    EXPECT_NE(reply.body.find(R"("param":"model","code":"invalid_value")"), string::npos) << reply.body;
    EXPECT_TRUE(on_loop([this] { return provider.asked().empty(); }));
}

}  // namespace
}  // namespace signalbox::server
