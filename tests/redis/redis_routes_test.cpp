#include "redis/redis_routes.hpp"

#include "fakes/fake_redis.hpp"
#include "fakes/loop_runner.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace signalbox::redis {

using namespace std::chrono_literals;
using fakes::FakeRedis;

namespace {

constexpr std::uint64_t epoch = 7;

// Two instances and one Redis.
class RedisRoutesTest : public ::testing::Test {
protected:
    struct Instance {
        telemetry::SharedRouteCounters counters;
        Client client;
        RedisRoutes routes;
        Instance(net::Loop& loop, RedisOptions const& options, Health& health)
            : client{loop, options, health}, routes{loop, client, counters, {.seal = {1, 2}}} {}
    };
    RedisRoutesTest() {
        std::signal(SIGPIPE, SIG_IGN);
        options.port = redis.port();
        a = std::make_unique<Instance>(runner.loop, options, health);
        b = std::make_unique<Instance>(runner.loop, options, health);
        runner.run(until_there(runner.loop, a->client, b->client));
    }
    static Task<bool> until_there(net::Loop& loop, Client& a, Client& b) {
        Cancellation never;
        while (!a.available("k") || !b.available("k")) co_await sleep_until(loop, loop.now() + 5ms, never);
        co_return true;
    }
    // Waits until Redis has what was sent without waiting.
    static Task<bool> until_stored(net::Loop& loop, FakeRedis& redis) {
        Cancellation never;
        auto const end = loop.now() + 2s;
        while (redis.stored().empty() && loop.now() < end) co_await sleep_until(loop, loop.now() + 5ms, never);
        co_return !redis.stored().empty();
    }
    void store() {
        auto plan = std::make_shared<RoutingPlan>();
        plan->primary = "small";
        plan->epoch = epoch;
        a->routes.store(key, plan);
        ASSERT_TRUE(runner.run(until_stored(runner.loop, redis)));
    }
    SharedPlan find(Instance& instance) { return runner.run(instance.routes.find(key, epoch, registry, never)); }

    FakeRedis redis;
    fakes::LoopRunner runner;
    Cancellation never;
    telemetry::RedisCounters counters;
    Health health{counters, nullptr};
    RedisOptions options{.shortest_break = 100ms, .longest_break = 200ms};
    ModelRegistry registry{{{.id = "small"}}};
    RouteKey key{.digest = {1, 2}, .label = {1, 3, Category::code}};
    std::unique_ptr<Instance> a;
    std::unique_ptr<Instance> b;
};

}  // namespace

TEST_F(RedisRoutesTest, FindAtOneInstanceWhatAnotherDecided) {
    EXPECT_FALSE(find(*b));
    store();
    auto const plan = find(*b);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->primary, "small");
    EXPECT_EQ(plan->cache_key, key.label.str());
    EXPECT_EQ(b->counters.plans.hits.value(), 1);
    EXPECT_EQ(b->counters.plans.misses.value(), 1);
    EXPECT_EQ(a->counters.plans.stored.value(), 1);
}

TEST_F(RedisRoutesTest, MissOnAPoisonedValue) {
    store();
    auto const name = redis.stored().begin()->first;
    redis.put(name, "small");
    EXPECT_FALSE(find(*b));
    EXPECT_EQ(b->counters.plans.doubtful.value(), 1);
}

TEST_F(RedisRoutesTest, NameNothingOfTheRequest) {
    store();
    EXPECT_EQ(redis.stored().begin()->first, "signalbox:r1:0000000000000007:00000000000000010000000000000002");
}

TEST_F(RedisRoutesTest, DoNotWaitForARedisThatHangs) {
    redis.behave([](auto const&) -> std::optional<std::string> { return std::nullopt; });
    auto const began = Clock::now();
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(find(*b));
    EXPECT_LT(Clock::now() - began, 1s);
    EXPECT_EQ(b->counters.plans.failed.value(), 100);
}

TEST_F(RedisRoutesTest, ShareWhatAnAnalyzingModelSaid) {
    AnalysisResult said{.complexity = 8, .category = Category::research};
    said.confidence = 0.5;
    a->routes.store_analysis({5, 6}, epoch, said);
    ASSERT_TRUE(runner.run(until_stored(runner.loop, redis)));
    auto const found = runner.run(b->routes.find_analysis({5, 6}, epoch, never));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->complexity, 8);
    EXPECT_FALSE(runner.run(b->routes.find_analysis({5, 6}, epoch + 1, never)));
}

}  // namespace signalbox::redis
