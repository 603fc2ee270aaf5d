#include "server/key_hash.hpp"
#include "server/key_table.hpp"
#include "server/test_server.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

constexpr std::string_view chat_path = "/v1/chat/completions";
constexpr std::string_view question = R"({"messages":[{"role":"user","content":"hi"}]})";

// A server that wants keys. "alice" may ask and look, "ops" may operate.
class KeysTest : public ServerTest {
protected:
    void start_with(KeyLimits const& limits = {}, std::vector<std::string> models = {}) {
        ServerTest::start();
        alice = key_for("alice", "alice's key");
        alice.limits = limits;
        alice.models = std::move(models);
        auto ops = key_for("ops", "ops' key");
        ops.scopes = {};
        ops.scopes.add(Scope::admin);
        use({alice, ops});
    }
    void use(std::vector<ApiKey> keys, bool open_to_loopback = false) {
        auto const before = table;
        table = std::make_shared<KeyTable const>(std::move(keys), open_to_loopback, Clock::now(), before.get());
        on_loop([this] {
            server->use_keys(table);
            return true;
        });
    }
    static ApiKey key_for(std::string id, std::string_view secret) {
        ApiKey key;
        key.id = std::move(id);
        key.tenant = "tenant-of-" + key.id;
        key.hash = KeyHasher{}(secret);
        key.scopes.add(Scope::chat);
        key.scopes.add(Scope::read);
        return key;
    }
    Reply chat(std::string_view body = question, std::string_view fields = as_alice) {
        return ask(post(chat_path, body, fields));
    }
    std::size_t calls() {
        return on_loop([this] { return provider.asked().size(); });
    }
    static constexpr std::string_view as_alice = "Authorization: Bearer alice's key\r\n";
    static constexpr std::string_view as_ops = "x-api-key: ops' key\r\n";
    ApiKey alice;
    std::shared_ptr<KeyTable const> table;
};

TEST_F(KeysTest, ServesAKeyThatIsGood) {
    start_with();
    auto const reply = chat();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.field("x-ratelimit-limit-requests"), "") << "a key without limits has none to tell";
}

TEST_F(KeysTest, RefusesEveryOtherKeyAlikeAndCallsNobody) {
    start_with();
    auto const missing = chat(question, "");
    EXPECT_EQ(missing.status, 401);
    EXPECT_EQ(missing.field("www-authenticate"), "Bearer");
    EXPECT_NE(missing.body.find(R"("code":"invalid_api_key")"), std::string::npos) << missing.body;

    alice.revoked = true;
    use({alice});
    for (auto const* fields : {"Authorization: Bearer alice's key\r\n", "Authorization: Bearer alice's kez\r\n",
                               "Authorization: Basic alice's key\r\n", "x-api-key: ' OR 1=1 --\r\n",
                               "Authorization: Bearer ops' key\r\nx-api-key: no\r\n", "X-User: alice\r\n"}) {
        auto const reply = chat(question, fields);
        EXPECT_EQ(reply.status, 401) << fields;
        EXPECT_EQ(reply.body, missing.body) << fields;
    }
    EXPECT_EQ(ask(post("/v1/chat/completions?api_key=alice's%20key", question)).status, 401);
    EXPECT_EQ(calls(), 0U);
}

TEST_F(KeysTest, RefusesBeforeTheBodyAndBefore100Continue) {
    start_with();
    Client client{port};
    client.send("POST /v1/chat/completions HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 401) << "no 100 came first";
}

TEST_F(KeysTest, AnswersProbesWithoutAKey) {
    start_with();
    EXPECT_EQ(ask(get("/healthz")).status, 200);
    EXPECT_EQ(ask(get("/readyz")).status, 200);
    EXPECT_EQ(ask(get("/metrics")).status, 401);
    EXPECT_EQ(ask(get("/nowhere")).status, 401);
    EXPECT_EQ(ask(get("/nowhere", as_alice)).status, 404);
}

TEST_F(KeysTest, KeepsScopesApart) {
    start_with();
    EXPECT_EQ(ask(get("/v1/models", as_alice)).status, 200);
    EXPECT_EQ(ask(get("/api/cache", as_alice)).status, 403);
    EXPECT_EQ(ask(get("/metrics", as_ops)).status, 200);
    EXPECT_EQ(ask(get("/v1/models", as_ops)).status, 403);
    auto const refused = chat(question, as_ops);
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find(R"("type":"permission_error")"), std::string::npos) << refused.body;
    EXPECT_EQ(calls(), 0U);
}

TEST_F(KeysTest, LimitsRequestsAndSaysSoInFields) {
    start_with({.requests_per_minute = 2});
    auto const first = chat();
    EXPECT_EQ(first.field("x-ratelimit-limit-requests"), "2");
    EXPECT_EQ(first.field("x-ratelimit-remaining-requests"), "1");
    EXPECT_EQ(chat().status, 200);
    auto const third = chat();
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.field("x-ratelimit-remaining-requests"), "0");
    EXPECT_GE(std::stoi(third.field("retry-after")), 28) << "half a minute fills one";
    EXPECT_NE(third.body.find(R"("type":"rate_limit_error")"), std::string::npos) << third.body;
    EXPECT_EQ(calls(), 2U);
}

TEST_F(KeysTest, LimitsTokensByWhatWasUsed) {
    // The level analyzer expects 300 tokens.
    start_with({.tokens_per_minute = 400});
    EXPECT_EQ(chat().status, 200);
    auto const settled = on_loop([&] { return table->find(alice.hash, {})->account->tokens_used.value(); });
    EXPECT_GT(settled, 0);
    EXPECT_EQ(chat().status, 200) << "what was set aside and not used came back";
    on_loop([&] {
        table->find(alice.hash, {})->account->tokens->force(400, loop.now());
        return true;
    });
    EXPECT_EQ(chat().status, 429);
    EXPECT_EQ(calls(), 2U);
}

TEST_F(KeysTest, StopsAtTheBudgetOfTheDay) {
    // 300 tokens of the small model cost 30 micro-dollars.
    start_with({.budget_per_day = MicroUsd{29}});
    auto const reply = chat();
    EXPECT_EQ(reply.status, 402);
    EXPECT_NE(reply.body.find(R"("type":"insufficient_quota")"), std::string::npos) << reply.body;
    EXPECT_EQ(calls(), 0U);
}

TEST_F(KeysTest, RefusesAPinnedRunWhenTheBudgetIsGone) {
    start_with({.budget_per_day = MicroUsd{1'000'000}});
    on_loop([&] {
        table->find(alice.hash, {})->account->budget->force(MicroUsd{1'000'000}, loop.now());
        return true;
    });
    EXPECT_EQ(chat(R"({"model":"small","stream":true,"messages":[{"role":"user","content":"hi"}]})").status, 402);
    EXPECT_EQ(calls(), 0U);
}

TEST_F(KeysTest, ShowsAndUsesOnlyTheKeysModels) {
    start_with({}, {"large"});
    EXPECT_EQ(chat().field("x-signalbox-model"), "large") << "small would be the cheaper one";
    auto const models = ask(get("/v1/models", as_alice)).body;
    EXPECT_NE(models.find("\"large\""), std::string::npos) << models;
    EXPECT_EQ(models.find("\"small\""), std::string::npos) << models;
    EXPECT_EQ(ask(get("/v1/models/small", as_alice)).status, 404);

    auto const pinned = chat(R"({"model":"small","messages":[{"role":"user","content":"hi"}]})");
    EXPECT_EQ(pinned.status, 403);
    EXPECT_NE(pinned.body.find(R"("param":"model")"), std::string::npos) << pinned.body;
    EXPECT_EQ(chat(R"({"model":"nobody","messages":[{"role":"user","content":"hi"}]})").status, 404);
    EXPECT_EQ(chat(R"({"model":"small","stream":true,"messages":[{"role":"user","content":"hi"}]})").status, 403);
    EXPECT_EQ(
        ask(post("/api/orchestration", R"({"content":"hi","options":{"allowedModels":["small"]}})", as_alice)).status,
        403);
    EXPECT_EQ(ask(post("/api/route", R"({"content":"hi","model":"small"})", as_alice)).status, 403);
    auto const plan = ask(post("/api/route", R"({"content":"hi"})", as_alice)).body;
    EXPECT_EQ(plan.find("small"), std::string::npos) << plan;
    EXPECT_EQ(on_loop([this] { return provider.asked(); }), (std::vector<std::string>{"large"}));
}

TEST_F(KeysTest, RemembersRoutesOfEachTenantForItself) {
    start_with();
    auto bob = key_for("bob", "bob's key");
    use({alice, bob});
    EXPECT_EQ(chat().field("x-signalbox-route"), "fresh");
    EXPECT_EQ(chat().field("x-signalbox-route"), "cache");
    EXPECT_EQ(chat(question, "x-api-key: bob's key\r\n").field("x-signalbox-route"), "fresh");
    bob.tenant = alice.tenant;
    use({alice, bob});
    EXPECT_EQ(chat(question, "x-api-key: bob's key\r\n").field("x-signalbox-route"), "cache");
}

TEST_F(KeysTest, LogsTheIdAndNeverTheKey) {
    start_with();
    chat();
    stop();
    EXPECT_NE(log_text.str().find(R"("key":"alice")"), std::string::npos) << log_text.str();
    EXPECT_EQ(log_text.str().find("alice's key"), std::string::npos);
}

TEST_F(KeysTest, CountsByKey) {
    start_with({.requests_per_minute = 1});
    chat();
    chat();
    auto const page = ask(get("/metrics", as_ops)).body;
    EXPECT_NE(page.find("signalbox_key_requests_total{key=\"alice\",outcome=\"admitted\"} 1\n"), std::string::npos);
    EXPECT_NE(page.find("signalbox_key_requests_total{key=\"alice\",outcome=\"refused\"} 1\n"), std::string::npos);
}

TEST_F(KeysTest, LetsThisMachineInWhenThatIsConfigured) {
    start_with({.requests_per_minute = 1});
    use({alice}, true);
    EXPECT_EQ(chat(question, "").status, 200);
    EXPECT_EQ(chat().field("x-ratelimit-remaining-requests"), "0") << "a good key counts all the same";
    EXPECT_EQ(chat().status, 429);
    EXPECT_EQ(chat(question, "Authorization: Bearer unused\r\n").status, 200);
}

TEST_F(KeysTest, BindsARunThatIsComeBackToToItsTenant) {
    start_with({.budget_per_day = MicroUsd{1'000'000}});
    auto const bob = key_for("bob", "bob's key");
    use({alice, bob});
    auto const started = ask(post("/api/stream/orchestration", R"({"content":"hi"})",
                                  "Accept: application/json\r\nAuthorization: Bearer alice's key\r\n"));
    ASSERT_EQ(started.status, 202) << started.body;
    auto const id = started.body.substr(started.body.find("orc_"), 36);
    auto const url = "/api/stream/orchestration?id=" + id;
    EXPECT_EQ(ask(get(url)).status, 401);
    EXPECT_EQ(ask(get(url + "&token=0123456789abcdef0123456789abcdef")).status, 404);
    EXPECT_EQ(ask(get(url, "x-api-key: bob's key\r\n")).status, 404);
    auto const reply = ask(get(url, as_alice));
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("\"complete\""), std::string::npos) << reply.body;
    EXPECT_EQ(ask(get("/api/cache", as_ops)).status, 401) << "a key that is gone";
    auto const spent = on_loop([&] { return table->find(alice.hash, {})->account->micro_usd.value(); });
    EXPECT_GT(spent, 0) << "it pays from her budget";
}

// A browser's EventSource can send no key.
TEST_F(KeysTest, TakesTheTokenOfARunForAKeyToThatRunAndToNothingElse) {
    start_with({});
    auto const started = ask(post("/api/stream/orchestration", R"({"content":"hi"})",
                                  "Accept: application/json\r\nAuthorization: Bearer alice's key\r\n"));
    ASSERT_EQ(started.status, 202) << started.body;
    auto const url =
        started.body.substr(started.body.find("/api/"), started.body.find("\"}") - started.body.find("/api/"));
    auto const reply = ask(get(url));
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("\"complete\""), std::string::npos) << reply.body;
    EXPECT_EQ(ask(get("/api/models" + url.substr(url.find('?')))).status, 401);
    EXPECT_EQ(ask(get("/api/cache?token=")).status, 401);
}

TEST_F(KeysTest, StartsNoRunToComeBackToWithAModelThatIsNotTheKeys) {
    start_with({}, {"large"});
    auto const refused = ask(post("/api/stream/orchestration", R"({"content":"hi","model":"small"})",
                                  "Accept: application/json\r\nAuthorization: Bearer alice's key\r\n"));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(calls(), 0U);
}

TEST_F(KeysTest, GoesOnCountingThroughAReload) {
    start_with({.requests_per_minute = 1});
    EXPECT_EQ(chat().status, 200);
    use({alice});
    EXPECT_EQ(chat().status, 429);
}

}  // namespace
}  // namespace signalbox::server
