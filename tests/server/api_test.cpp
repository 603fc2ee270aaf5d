#include "server/test_server.hpp"

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using std::string;

constexpr std::string_view chat_path = "/v1/chat/completions";
constexpr std::string_view hello = R"({"model":"auto","messages":[{"role":"user","content":"hi"}]})";

class ApiTest : public ServerTest {};

TEST_F(ApiTest, ListsWhatExistsOnAnUnknownPath) {
    start();
    auto const reply = ask(get("/nowhere"));
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_TRUE(reply.body.contains(R"("code":"not_found")"));
    EXPECT_TRUE(reply.body.contains("POST /api/stream/orchestration"));
}

TEST_F(ApiTest, NamesTheMethodsOfAPath) {
    start();
    auto const reply = ask(get(chat_path));
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.field("allow"), "POST");
    EXPECT_EQ(ask(get("/healthz", "", "TRACE")).status, 405);
    EXPECT_EQ(ask(get("/healthz", "", "OPTIONS")).status, 405) << "no preflight is granted";
}

TEST_F(ApiTest, KnowsNoOtherMethods) {
    start();
    auto const reply = ask(get("/healthz", "", "BREW"));
    EXPECT_EQ(reply.status, 501);
    EXPECT_FALSE(reply.body.contains("BREW"));
}

TEST_F(ApiTest, RefusesForeignHostsAndPages) {
    start();
    EXPECT_EQ(ask("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
    EXPECT_EQ(ask(post(chat_path, hello, "Origin: https://evil.example\r\n")).status, 403);
    EXPECT_EQ(
        ask("POST /api/route HTTP/1.1\r\n" + host_line() + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
            .status,
        415);
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); }));
}

TEST_F(ApiTest, ListsItsModelsWithTheOriginOfEachFact) {
    start();
    auto const reply = ask(get("/api/models"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.starts_with(
        R"({"routing":["auto","auto:cheap","auto:balanced","auto:best"],"models":[{"id":"small",)"))
        << reply.body;
    EXPECT_TRUE(reply.body.contains(R"("price":{"value":{"input":0.1,"output":0.1},"origin":"config"})"));
    EXPECT_TRUE(reply.body.contains(R"("maxOutput":{"value":null,"origin":"unknown"})"));
}

TEST_F(ApiTest, TellsWhichModelsAreLeftAlone) {
    snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, HealthOptions{});
    start();
    EXPECT_TRUE(ask(get("/api/models")).body.contains(R"({"id":"small","provider":"scripted","available":true,)"));
    on_loop([&] {
        auto* condition = snapshot.health->find("small");
        condition->settle(condition->ask(loop.now(), {}), CallSign::limited, 30s, loop.now(), {});
        return true;
    });
    auto const models = ask(get("/api/models")).body;
    EXPECT_TRUE(models.contains(R"("available":false,"leftAlone":{"reason":"rate_limited","ms":)")) << models;
    auto const metrics_page = ask(get("/metrics")).body;
    EXPECT_TRUE(metrics_page.contains("signalbox_breaker{model=\"small\",state=\"closed\"} 1\n")) << metrics_page;
    EXPECT_FALSE(metrics_page.contains("signalbox_left_alone_seconds{model=\"small\"} 0\n"));

    auto const refused = ask(post(chat_path, R"({"model":"small","messages":[{"role":"user","content":"hi"}]})"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.field("retry-after"), "30");
    EXPECT_TRUE(provider.asked().empty());
}

TEST_F(ApiTest, ListsItsModelsForOpenAiClients) {
    start();
    auto const reply = ask(get("/v1/models"));
    EXPECT_TRUE(reply.body.starts_with(
        R"({"object":"list","data":[{"id":"auto","object":"model","created":0,"owned_by":"signalbox"},)"));
    EXPECT_TRUE(reply.body.contains(R"({"id":"large","object":"model","created":0,"owned_by":"scripted"})"));
    EXPECT_EQ(ask(get("/v1/models/sm%61ll")).body,
              R"({"id":"small","object":"model","created":0,"owned_by":"scripted"})");
    EXPECT_EQ(ask(get("/v1/models/auto:best")).status, 200);
    EXPECT_EQ(ask(get("/v1/models/nobody")).status, 404);
}

TEST_F(ApiTest, DecidesWithoutAskingAModel) {
    start();
    auto const reply = ask(post("/api/route", R"({"content":"write a parser"})"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.starts_with(R"({"analysis":{)")) << reply.body;
    EXPECT_TRUE(reply.body.contains(R"("routingPlan":{)"));
    EXPECT_TRUE(reply.body.ends_with(R"("cacheHit":false,"direct":false})"));
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); }));
}

TEST_F(ApiTest, TellsAndForgetsTheRouteCache) {
    start();
    ask(post("/api/orchestration", R"({"content":"write a parser"})"));
    ask(post("/api/orchestration", R"({"content":"write a parser"})"));
    auto const stats = ask(get("/api/cache")).body;
    EXPECT_TRUE(stats.starts_with(R"({"size":1,"totalHits":1,"totalMisses":1,"hitRate":0.5,)")) << stats;
    EXPECT_TRUE(stats.contains(R"("model":"small","hits":1)")) << stats;
    EXPECT_EQ(ask(get("/api/cache", "", "DELETE")).body, R"({"cleared":1})");
    EXPECT_TRUE(ask(get("/api/cache")).body.starts_with(R"({"size":0,"totalHits":0,)"));
}

TEST_F(ApiTest, OrchestratesAndTellsEverything) {
    provider.then("def sort(xs): return sorted(xs)");
    start();
    auto const reply = ask(post("/api/orchestration", R"({"content":"write a sort"})"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.contains("def sort(xs)")) << reply.body;
    EXPECT_EQ(reply.field("x-signalbox-model"), "small");
    EXPECT_EQ(reply.field("x-signalbox-route"), "fresh");
    EXPECT_EQ(reply.field("x-signalbox-attempts"), "1");
    EXPECT_TRUE(reply.body.contains(reply.field("x-request-id")));
}

TEST_F(ApiTest, NamesTheFieldThatIsWrong) {
    start();
    auto const wrong = ask(post("/api/orchestration", R"({"content":"hi","options":{"quality":2}})"));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_TRUE(wrong.body.contains(R"("param":"options.quality")")) << wrong.body;
    auto const broken = ask(post(chat_path, "{"));
    EXPECT_EQ(broken.status, 400);
    EXPECT_TRUE(broken.body.contains(R"("code":"invalid_json")"));
    EXPECT_EQ(broken.field("x-signalbox-attempts"), "0");
    auto const unknown = ask(post(chat_path, R"({"model":"nobody","messages":[{"role":"user","content":"hi"}]})"));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_TRUE(unknown.body.contains(R"("code":"model_not_found")"));
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); }));
}

TEST_F(ApiTest, WritesACompletionForAProviderWithoutOne) {
    provider.then("Paris.");
    start();
    auto const reply = ask(post(chat_path, hello));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("content-type"), "application/json");
    EXPECT_TRUE(reply.body.contains(R"("object":"chat.completion")")) << reply.body;
    EXPECT_TRUE(reply.body.contains(R"("content":"Paris.")"));
    EXPECT_TRUE(reply.body.contains("chatcmpl-" + reply.field("x-request-id")));
}

TEST_F(ApiTest, PassesAProvidersCompletionUnchanged) {
    provider.then(fakes::Script{.pieces = {"Paris."}, .raw = R"({"id":"theirs", "extra":  1})"});
    start();
    EXPECT_EQ(ask(post(chat_path, hello)).body, R"({"id":"theirs", "extra":  1})");
}

TEST_F(ApiTest, SaysDirectForAPinnedModel) {
    start();
    auto const reply = ask(post(chat_path, R"({"model":"large","messages":[{"role":"user","content":"hi"}]})"));
    EXPECT_EQ(reply.field("x-signalbox-route"), "direct");
    EXPECT_EQ(reply.field("x-signalbox-model"), "large");
}

TEST_F(ApiTest, TakesCurlsContentTypeUnderV1) {
    start();
    auto const request =
        "POST /v1/chat/completions HTTP/1.1\r\n" + host_line() +
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(hello.size()) +
        "\r\n\r\n" + string{hello};
    EXPECT_EQ(ask(request).status, 200);
}

TEST_F(ApiTest, TurnsAProvidersFailureIntoAStatus) {
    snapshot.chain.max_attempts = 1;
    provider.then_fail(Errc::provider_auth).then_fail(Errc::provider_timeout);
    start();
    auto const refused = ask(post(chat_path, hello));
    EXPECT_EQ(refused.status, 502);
    EXPECT_EQ(refused.field("x-should-retry"), "false");
    EXPECT_TRUE(refused.body.contains(R"("code":"upstream_auth")"));
    EXPECT_EQ(refused.field("x-signalbox-attempts"), "1");
    auto const late = ask(post(chat_path, hello));
    EXPECT_EQ(late.status, 504);
    EXPECT_EQ(late.field("x-should-retry"), "");
}

TEST_F(ApiTest, PassesARateLimitOnWithASaneWait) {
    snapshot.chain.max_attempts = 1;
    provider.then(fakes::Script{.error = Error{Errc::provider_rate_limited, "slow down", {}, 3'600'000ms}});
    start();
    auto const reply = ask(post(chat_path, hello));
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.field("retry-after"), "60");
}

TEST_F(ApiTest, ShedsRunsAboveTheCapBeforeReadingTheirBodies) {
    options.max_in_flight = 1;
    provider.then(fakes::Script{.pieces = {"late"}, .first = 5s});
    start();
    Client first{port};
    first.send(post(chat_path, hello));
    ASSERT_TRUE(comes_true([&] { return shared->in_flight.load() == 1; }));

    Client second{port};
    second.send("POST /v1/chat/completions HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
    auto const reply = second.read_reply();

    EXPECT_EQ(reply.status, 503);
    EXPECT_TRUE(reply.body.contains(R"("code":"overloaded")"));
    auto const wait = std::stoi(reply.field("retry-after"));
    EXPECT_TRUE(wait >= 1 && wait <= 5) << wait;
    EXPECT_EQ(ask(get("/healthz")).status, 200);
    EXPECT_EQ(ask(get("/readyz")).status, 200);
    EXPECT_TRUE(ask(get("/metrics")).body.contains("signalbox_rejected_total{reason=\"overloaded\"} 1"));
}

TEST_F(ApiTest, CountsWhatItDid) {
    provider.then("Paris.");
    start();
    ask(post(chat_path, hello));
    auto const reply = ask(get("/metrics"));
    EXPECT_EQ(reply.field("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for (auto const* line : {R"(signalbox_requests_total{route="/v1/chat/completions",status="2xx"} 1)",
                             R"(signalbox_attempts_total{model="small",outcome="ok"} 1)",
                             R"(signalbox_tokens_total{model="small",kind="answer",type="input"} 10)",
                             "signalbox_route_cache_entries 1", "signalbox_in_flight 0"}) {
        EXPECT_TRUE(reply.body.contains(string{line} + "\n")) << line << "\n" << reply.body;
    }
}

TEST_F(ApiTest, MeasuresWhatItAddsThoughACallStartsInTheTurnOfItsRequest) {
    start();
    for (int i = 0; i < 3; ++i) ASSERT_EQ(ask(post(chat_path, hello)).status, 200);
    EXPECT_GT(metrics.overhead.sum(), 0ns);
    EXPECT_LT(metrics.overhead.sum(), 5s);
    EXPECT_TRUE(ask(get("/metrics")).body.contains("signalbox_overhead_seconds_count 3\n"));
}

TEST_F(ApiTest, LogsOneLineWithoutPromptOrAnswer) {
    provider.then("the answer");
    start();
    auto const reply = ask(post(chat_path, R"({"messages":[{"role":"user","content":"the question"}]})"));
    auto const text = on_loop([&] { return log_text.str(); });
    EXPECT_TRUE(text.contains(R"("request_id":")" + reply.field("x-request-id"))) << text;
    EXPECT_TRUE(text.contains(R"("route":"/v1/chat/completions","status":200,"model":"small","attempts":1,)")) << text;
    EXPECT_TRUE(text.contains(R"("cache":false)"));
    EXPECT_FALSE(text.contains("the question"));
    EXPECT_FALSE(text.contains("the answer"));
}

class BrokenProvider final : public Provider {
public:
    Task<Result<ExecutionResult>> complete(Attempt const&, DeltaSink&, Cancellation&) override {
        throw std::runtime_error{"secret"};
        co_return fail(Errc::internal, "");
    }
};

class BrokenTest : public ServerTest {
protected:
    Provider* served() override { return &broken; }
    BrokenProvider broken;
};

TEST_F(BrokenTest, AnExceptionCostsItsClientTheConnectionAndNobodyElse) {
    start();
    Client client{port};
    client.send(post(chat_path, hello));
    auto const reply = client.read_reply();
    EXPECT_EQ(reply.status, 500);
    EXPECT_TRUE(reply.body.contains(R"("code":"internal")")) << reply.body;
    EXPECT_FALSE(reply.body.contains("secret"));
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(ask(get("/metrics")).body.contains("signalbox_internal_errors_total 1\n"));
    EXPECT_EQ(shared->in_flight.load(), 0U);
}

TEST_F(BrokenTest, AnExceptionInAStreamStillEndsItWithOneTerminalEvent) {
    start();
    auto const reply = ask(post("/api/stream/orchestration", R"({"content":"hi"})"));
    EXPECT_TRUE(reply.body.contains(R"("type":"error")")) << reply.body;
    EXPECT_TRUE(reply.body.ends_with("\n\n"));
}

}  // namespace
}  // namespace signalbox::server
