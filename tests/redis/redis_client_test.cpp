#include "redis/redis_client.hpp"

#include "fakes/fake_redis.hpp"
#include "fakes/loop_runner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>

namespace signalbox::redis {

using namespace std::chrono_literals;
using fakes::FakeRedis;
using Outcome = std::expected<Reply, Failure>;

namespace {

// A client on a loop of its own.
class RedisClient : public ::testing::Test {
protected:
    RedisClient() { std::signal(SIGPIPE, SIG_IGN); }
    ~RedisClient() override { client.reset(); }

    void connect(FakeRedis const& redis) { connect(redis.port()); }
    void connect(std::uint16_t port) {
        options.port = port;
        client = std::make_unique<Client>(runner.loop, options, health);
    }
    static Task<bool> until_there(Client& client, net::Loop& loop, Duration patience, std::string_view key) {
        Cancellation never;
        auto const end = loop.now() + patience;
        while (!client.available(key) && loop.now() < end) co_await sleep_until(loop, loop.now() + 5ms, never);
        co_return client.available(key);
    }
    bool there(Duration patience = 2s, std::string_view key = "k") {
        return runner.run(until_there(*client, runner.loop, patience, key));
    }
    Outcome ask(std::vector<std::string_view> words) { return runner.run(client->command(words, never)); }
    Outcome get(std::string_view key) { return ask({"GET", key}); }
    Trouble trouble_of_get() {
        auto const reply = get("k");
        EXPECT_FALSE(reply);
        return reply ? Trouble::cancelled : reply.error().trouble;
    }

    fakes::LoopRunner runner;
    Cancellation never;
    telemetry::RedisCounters counters;
    Health health{counters, nullptr};
    RedisOptions options{.shortest_break = 100ms, .longest_break = 200ms};
    std::unique_ptr<Client> client;
};

}  // namespace

TEST_F(RedisClient, GetsWhatWasSet) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    EXPECT_EQ(ask({"SET", "k", std::string_view{"a\0b", 3}})->text, "OK");
    EXPECT_EQ(get("k")->text, (std::string{"a\0b", 3}));
    EXPECT_TRUE(get("other")->is_nil());
}

TEST_F(RedisClient, SaysAtOnceThatNobodyIsThere) {
    connect(1);
    EXPECT_EQ(trouble_of_get(), Trouble::unavailable);
    EXPECT_FALSE(there(300ms));
    EXPECT_EQ(counters.commands.value(), 0);
}

TEST_F(RedisClient, UsesARedisThatAppearsLater) {
    std::uint16_t port = 0;
    {
        port = FakeRedis{}.port();
    }
    connect(port);
    EXPECT_FALSE(there(150ms));
    FakeRedis const redis{port};
    EXPECT_TRUE(there());
}

TEST_F(RedisClient, SaysWhoItIsBeforeAnythingElse) {
    FakeRedis redis;
    std::mutex mutex;
    std::vector<std::string> heard;
    redis.behave([&](auto const& words) {
        std::scoped_lock const lock{mutex};
        std::string line;
        for (auto const& word : words) line += (line.empty() ? "" : " ") + word;
        heard.push_back(line);
        return redis.answer(words);
    });
    options.user = "signalbox";
    options.password = Secret{"open sesame"};
    options.database = 3;
    connect(redis);
    ASSERT_TRUE(there());
    std::scoped_lock const lock{mutex};
    EXPECT_EQ(heard, (std::vector<std::string>{"AUTH signalbox open sesame", "SELECT 3", "CLUSTER SLOTS"}));
    redis.behave({});
}

TEST_F(RedisClient, IsNotThereForAWrongPassword) {
    FakeRedis redis;
    redis.behave([&](auto const& words) -> std::optional<std::string> {
        return words[0] == "AUTH" ? "-WRONGPASS invalid\r\n" : redis.answer(words);
    });
    options.password = Secret{"wrong"};
    connect(redis);
    EXPECT_FALSE(there(300ms));
}

TEST_F(RedisClient, WaitsNoLongerThanItMayAndThenNotAtAll) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    redis.behave([](auto const&) -> std::optional<std::string> { return std::nullopt; });

    auto const began = Clock::now();
    EXPECT_EQ(trouble_of_get(), Trouble::timeout);
    EXPECT_EQ(trouble_of_get(), Trouble::timeout);
    EXPECT_LT(Clock::now() - began, 1s);
    EXPECT_EQ(trouble_of_get(), Trouble::unavailable);
    EXPECT_EQ(counters.turned_off.value(), 1);

    redis.behave({});
    EXPECT_TRUE(there());
}

TEST_F(RedisClient, TakesErrorsForFailures) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    redis.behave([&](auto const& words) -> std::optional<std::string> {
        return words[0] == "GET" ? "-OOM command not allowed\r\n" : redis.answer(words);
    });
    auto const refused = get("k");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().trouble, Trouble::refused);
    EXPECT_EQ(refused.error().detail, "OOM");
    EXPECT_EQ(trouble_of_get(), Trouble::refused);
    EXPECT_EQ(trouble_of_get(), Trouble::unavailable);
}

TEST_F(RedisClient, IsNotThereWhileRedisLoads) {
    FakeRedis redis;
    redis.behave([](auto const&) { return "-LOADING Redis is loading the dataset in memory\r\n"; });
    connect(redis);
    EXPECT_FALSE(there(300ms));
    redis.behave({});
    EXPECT_TRUE(there());
}

TEST_F(RedisClient, ComesBackAfterAConnectionThatWasClosed) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    redis.behave([](auto const&) { return ""; });
    EXPECT_EQ(trouble_of_get(), Trouble::unavailable);
    redis.behave({});
    EXPECT_TRUE(there());
    EXPECT_TRUE(get("k"));
}

struct Misbehaviour {
    char const* name;
    std::string reply;
};
class BadRedis : public RedisClient, public ::testing::WithParamInterface<Misbehaviour> {};

TEST_P(BadRedis, IsLeftAndComesBack) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    redis.behave([](auto const& words) {
        return words[0] == "GET" ? GetParam().reply : std::string{"-ERR unknown command\r\n"};
    });
    for (int i = 0; i < 4; ++i) {
        auto const began = Clock::now();
        static_cast<void>(get("k"));
        EXPECT_LT(Clock::now() - began, 1s);
        static_cast<void>(there(300ms));
    }
    redis.behave({});
    ASSERT_TRUE(there());
    EXPECT_TRUE(get("k"));
}

INSTANTIATE_TEST_SUITE_P(
    Replies, BadRedis,
    ::testing::Values(Misbehaviour{"ThatIsGarbage", "HTTP/1.1 400 Bad Request\r\n\r\n"},
                      Misbehaviour{"TwiceForOneCommand", "+OK\r\n+OK\r\n+OK\r\n"},
                      Misbehaviour{"OfTwoGigabytes", "$2147483647\r\nabc"},
                      Misbehaviour{"OfANegativeSize", "$-7\r\nabc\r\n"},
                      Misbehaviour{"WithMoreThanTheLimit", "$100000\r\n" + std::string(100'000, 'x') + "\r\n"},
                      Misbehaviour{"OfTwoBillionItems", "*2147483647\r\n"}, Misbehaviour{"OfMinusTwoItems", "*-2\r\n"},
                      Misbehaviour{"TooDeep", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"},
                      Misbehaviour{"WithoutAnEnd", std::string(200'000, '$')},
                      Misbehaviour{"OfAnotherKind", "-WRONGTYPE Operation against a key\r\n"},
                      Misbehaviour{"ThatMovesToItself", "-MOVED 1 :1\r\n"}),
    [](auto const& info) { return info.param.name; });

TEST_F(RedisClient, FollowsAMoveAndRemembersIt) {
    FakeRedis other;
    other.put("foo", "bar");
    FakeRedis redis;
    auto const moved = "-MOVED 12182 127.0.0.1:" + std::to_string(other.port()) + "\r\n";
    redis.behave([&](auto const& words) { return words[0] == "GET" ? moved : redis.answer(words); });
    connect(redis);
    ASSERT_TRUE(there());

    static_cast<void>(get("foo"));  // the other one is a stranger still
    ASSERT_TRUE(there(2s, "foo"));
    EXPECT_EQ(get("foo")->text, "bar");
    EXPECT_EQ(counters.redirected.value(), 1);
}

TEST_F(RedisClient, KnowsFromTheStartWhereSlotsLive) {
    FakeRedis other;
    other.put("foo", "bar");
    FakeRedis redis;
    auto const port = std::to_string(other.port());
    auto const slots = "*1\r\n*3\r\n:12182\r\n:16383\r\n*3\r\n$9\r\n127.0.0.1\r\n:" + port + "\r\n$2\r\nid\r\n";
    redis.behave([&](auto const& words) { return words[0] == "CLUSTER" ? slots : redis.answer(words); });
    connect(redis);
    ASSERT_TRUE(there(2s, "foo"));
    EXPECT_EQ(get("foo")->text, "bar");
    EXPECT_EQ(counters.redirected.value(), 0);
    redis.behave({});
}

TEST_F(RedisClient, SendsAndForgets) {
    FakeRedis redis;
    connect(redis);
    std::array<std::string_view, 3> const words{"SET", "k", "v"};
    EXPECT_FALSE(client->send(words));
    ASSERT_TRUE(there());
    EXPECT_TRUE(client->send(words));
    EXPECT_EQ(get("k")->text, "v");
    EXPECT_EQ(counters.dropped.value(), 1);
}

TEST_F(RedisClient, SendsNoMoreThanMayWait) {
    FakeRedis redis;
    options.max_pending = 2;
    connect(redis);
    ASSERT_TRUE(there());
    std::array<std::string_view, 3> const words{"SET", "k", "v"};
    EXPECT_TRUE(client->send(words));
    EXPECT_TRUE(client->send(words));
    EXPECT_FALSE(client->send(words));
}

TEST_F(RedisClient, LeavesWhoeverGivesUp) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    Cancellation gone;
    gone.request(Errc::cancelled);
    std::array<std::string_view, 2> const words{"GET", "k"};
    auto const reply = runner.run(client->command(words, gone));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().trouble, Trouble::cancelled);
    EXPECT_TRUE(get("k"));
}

TEST_F(RedisClient, AnswersWhatWaitsWhenItIsClosed) {
    FakeRedis redis;
    connect(redis);
    ASSERT_TRUE(there());
    redis.behave([](auto const&) -> std::optional<std::string> { return std::nullopt; });
    auto waiting = client->command(std::array<std::string_view, 2>{"GET", "k"}, never);
    runner.loop.post([](void* self) { static_cast<Client*>(self)->close(); }, client.get());
    auto const reply = runner.run(std::move(waiting));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().trouble, Trouble::unavailable);
    EXPECT_EQ(counters.clients.load(), 0);
}

}  // namespace signalbox::redis
