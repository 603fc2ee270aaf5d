#include "routing/route_cache.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TimePoint const noon{};

SharedPlan plan(std::string primary, std::uint64_t epoch = 1, bool degraded = false) {
    return std::make_shared<RoutingPlan const>(
        RoutingPlan{.primary = std::move(primary), .degraded = degraded, .epoch = epoch});
}

class RouteCacheTest : public ::testing::Test {
protected:
    static RouteKey key(int complexity) {
        return RouteCache{{}}.key({}, {.complexity = complexity, .category = Category::code}, 0.5, 1);
    }
    RouteKey const one = key(1), two = key(2), three = key(3);
    RouteCache cache{{.capacity = 2, .ttl = 60s}};
};

TEST_F(RouteCacheTest, ReturnsWhatWasStored) {
    EXPECT_EQ(cache.find(one, 1, noon), nullptr);
    cache.store(one, plan("a"), noon);
    ASSERT_NE(cache.find(one, 1, noon), nullptr);
    EXPECT_EQ(cache.find(one, 1, noon)->primary, "a");
    EXPECT_EQ(cache.find(two, 1, noon), nullptr);
}

TEST_F(RouteCacheTest, ReplacesAPlanUnderTheSameKey) {
    cache.store(one, plan("a"), noon);
    cache.store(one, plan("b"), noon);
    EXPECT_EQ(cache.find(one, 1, noon)->primary, "b");
    EXPECT_EQ(cache.stats(noon).size, 1U);
}

TEST_F(RouteCacheTest, ForgetsTheLeastRecentlyUsedPlanWhenFull) {
    cache.store(one, plan("a"), noon);
    cache.store(two, plan("b"), noon);
    EXPECT_TRUE(cache.find(one, 1, noon));
    cache.store(three, plan("c"), noon);
    EXPECT_TRUE(cache.find(one, 1, noon));
    EXPECT_FALSE(cache.find(two, 1, noon));
    EXPECT_TRUE(cache.find(three, 1, noon));
    EXPECT_EQ(cache.stats(noon).evictions, 1U);
}

TEST_F(RouteCacheTest, DoesNotCountALookAsAUse) {
    cache.store(one, plan("a"), noon);
    cache.store(two, plan("b"), noon);
    EXPECT_EQ(cache.peek(one, 1, noon)->primary, "a");
    cache.store(three, plan("c"), noon);
    EXPECT_FALSE(cache.peek(one, 1, noon));
    EXPECT_EQ(cache.stats(noon).total_hits, 0U);
    EXPECT_EQ(cache.stats(noon).total_misses, 0U);
}

TEST_F(RouteCacheTest, ForgetsAPlanAtTheEndOfItsLife) {
    cache.store(one, plan("a"), noon);
    EXPECT_TRUE(cache.find(one, 1, noon + 59s));
    EXPECT_FALSE(cache.peek(one, 1, noon + 60s));
    EXPECT_FALSE(cache.find(one, 1, noon + 60s));
    EXPECT_EQ(cache.stats(noon).expirations, 1U);
    EXPECT_EQ(cache.stats(noon).size, 0U);
}

TEST_F(RouteCacheTest, DoesNotProlongALifeByUse) {
    cache.store(one, plan("a"), noon);
    EXPECT_TRUE(cache.find(one, 1, noon + 50s));
    EXPECT_FALSE(cache.find(one, 1, noon + 70s));
}

TEST_F(RouteCacheTest, DropsAPlanOfAnotherEpoch) {
    cache.store(one, plan("a", 1), noon);
    EXPECT_FALSE(cache.peek(one, 2, noon));
    EXPECT_FALSE(cache.find(one, 2, noon));
    EXPECT_EQ(cache.stats(noon).size, 0U);
    EXPECT_EQ(cache.stats(noon).expirations, 0U);
}

TEST_F(RouteCacheTest, NeverStoresADegradedPlan) {
    cache.store(one, plan("a", 1, true), noon);
    cache.store(two, nullptr, noon);
    EXPECT_EQ(cache.stats(noon).size, 0U);
}

TEST_F(RouteCacheTest, CountsHitsPerEntryMostFirst) {
    cache.store(one, plan("a"), noon);
    cache.store(two, plan("b"), noon + 1s);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(cache.find(two, 1, noon + 2s));
    EXPECT_TRUE(cache.find(one, 1, noon + 2s));
    EXPECT_FALSE(cache.find(three, 1, noon + 2s));
    auto const stats = cache.stats(noon + 2s);
    EXPECT_EQ(stats.capacity, 2U);
    EXPECT_EQ(stats.total_hits, 4U);
    EXPECT_EQ(stats.total_misses, 1U);
    ASSERT_EQ(stats.entries.size(), 2U);
    EXPECT_EQ(stats.entries[0].model, "b");
    EXPECT_EQ(stats.entries[0].hits, 3U);
    EXPECT_EQ(stats.entries[0].key, two.label.str());
    EXPECT_EQ(stats.entries[0].age_ms, 1000);
    EXPECT_EQ(stats.entries[1].hits, 1U);
}

TEST_F(RouteCacheTest, ForgetsEverythingOnClear) {
    ChainContext context;
    context.messages = {{Role::user, "hi"}};
    cache.store(one, plan("a"), noon);
    cache.store_analysis(context, {}, 1, noon);
    EXPECT_TRUE(cache.find(one, 1, noon));
    EXPECT_EQ(cache.clear(), 1U);
    EXPECT_FALSE(cache.find_analysis(context, 1, noon));
    auto const stats = cache.stats(noon);
    EXPECT_EQ(stats.size, 0U);
    EXPECT_EQ(stats.total_hits, 0U);
    EXPECT_EQ(stats.analysis_hits, 0U);
    EXPECT_EQ(cache.clear(), 0U);
}

TEST_F(RouteCacheTest, KeepsAPlanAliveForItsReaders) {
    cache.store(one, plan("a"), noon);
    auto const held = cache.find(one, 1, noon);
    cache.clear();
    EXPECT_EQ(held->primary, "a");
}

TEST(RouteCache, StoresNothingWithoutCapacity) {
    RouteCache cache{{.capacity = 0}};
    auto const key = cache.key({}, {}, 0.5, 1);
    cache.store(key, plan("a"), noon);
    EXPECT_FALSE(cache.find(key, 1, noon));
    EXPECT_EQ(cache.stats(noon).evictions, 0U);
}

TEST(RouteCache, NeverExceedsACapacityThatIsSharded) {
    RouteCache cache{{.capacity = 1030}};
    for (std::uint64_t epoch = 0; epoch < 5000; ++epoch)
        cache.store(cache.key({}, {}, 0.5, epoch), plan("a", epoch), noon);
    auto const stats = cache.stats(noon);
    EXPECT_LE(stats.size, 1030U);
    EXPECT_GE(stats.size, 1000U);  // the shards fill evenly
    EXPECT_EQ(stats.evictions, 5000 - stats.size);
    EXPECT_EQ(stats.entries.size(), 100U);
}

// Bounded work for the thread sanitizer: every public function from four threads at once.
TEST(RouteCache, HoldsItsInvariantsUnderManyThreads) {
    for (std::size_t const capacity : {8UL, 2048UL}) {
        RouteCache cache{{.capacity = capacity, .ttl = 1h}};
        auto const work = [&cache](std::uint64_t seed) {
            for (std::uint64_t i = 0, x = seed; i < 2000; ++i) {
                x = x * 6364136223846793005ULL + 1442695040888963407ULL;
                AnalysisResult const analysis{.complexity = static_cast<int>(x >> 60),
                                              .category = static_cast<Category>((x >> 40) % 5)};
                ChainContext context;
                context.tenant = std::to_string(x >> 62);
                auto const key = cache.key(context, analysis, 0.5, 1);
                if (auto const found = cache.find(key, 1, noon)) {
                    EXPECT_EQ(found->primary, key.label.str());
                } else {
                    cache.store(key, plan(key.label.str()), noon);
                }
                if (!cache.find_analysis(context, 1, noon)) cache.store_analysis(context, analysis, 1, noon);
                if (i % 256 == 0) EXPECT_LE(cache.stats(noon).size, cache.stats(noon).capacity);
                if (i % 700 == 699) cache.clear();
            }
        };
        std::vector<std::jthread> threads;
        for (std::uint64_t seed = 1; seed <= 4; ++seed) threads.emplace_back(work, seed);
    }
}

TEST_F(RouteCacheTest, GivesAwayWhatItKeepsThoseUsedLastFirst) {
    cache.store(one, plan("a"), noon);
    cache.store(two, plan("b", 2), noon + 10s);
    EXPECT_TRUE(cache.find(one, 1, noon + 20s));

    auto const kept = cache.kept(noon + 30s);

    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].plan->primary, "a");
    EXPECT_EQ(kept[0].hits, 1U);
    EXPECT_EQ(kept[1].key, two);
    EXPECT_EQ(kept[1].age, 20s);
    EXPECT_TRUE(cache.kept(noon + 70s).empty());  // expired by then
}

TEST_F(RouteCacheTest, TakesBackWhatItGaveAwayWithItsAge) {
    cache.store(one, plan("a"), noon);
    auto kept = cache.kept(noon + 30s);
    RouteCache next{{.capacity = 2, .ttl = 60s}};
    auto const later = noon + 1h;  // another process has another clock

    next.restore(kept.at(0), later);

    EXPECT_TRUE(next.find(one, 1, later + 29s));
    EXPECT_FALSE(next.find(one, 1, later + 31s));
    kept[0].age = 60s;
    next.restore(kept[0], later);
    EXPECT_EQ(next.stats(later).size, 0U);
}

}  // namespace
}  // namespace signalbox
