#include "app/route_keeper.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace signalbox::app {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t monday = 1'764'000'000'000;

class RouteKeeperTest : public ::testing::Test {
protected:
    ~RouteKeeperTest() override { std::filesystem::remove(options.file); }

    // An engine that has taken over what the file holds.
    std::unique_ptr<Engine> start(std::int64_t wall = monday, KeyedHash::Key const& other_secret = {}) {
        Config config;
        config.workers = 1;
        RouteKeeper keeper{options, config.cache};
        if (other_secret != KeyedHash::Key{}) config.cache.secret = other_secret;
        auto engine = std::move(*Engine::create(std::move(config)));
        keeper.restore(*engine, now, wall, log);
        return engine;
    }
    void remember(Engine& engine, std::uint64_t number) const {
        RoutingPlan plan{.primary = "small", .epoch = 1};
        engine.cache().store({{number, number}, {number, 3, Category::code}},
                             std::make_shared<RoutingPlan const>(std::move(plan)), now);
    }
    void save(Engine const& engine) { RouteKeeper{options, unused}.save(engine, now, monday, log); }

    KeepRoutesOptions options{.persist = true,
                              .file = ::testing::TempDir() + "routes-" + std::to_string(::getpid()) + ".bin"};
    telemetry::Log log{telemetry::LogLevel::off};
    RouteCacheOptions unused;
    TimePoint now{1000h};
};

TEST_F(RouteKeeperTest, BringsRoutesBackWithTheirKeysAndTheirAge) {
    auto const before = start();
    remember(*before, 1);
    save(*before);

    auto const after = start(monday + 60'000);

    EXPECT_EQ(after->cache().secret(), before->cache().secret());
    auto const stats = after->cache_stats(now);
    ASSERT_EQ(stats.entries.size(), 1U);
    EXPECT_EQ(stats.entries[0].key, "00000001-3-code");
    EXPECT_EQ(stats.entries[0].age_ms, 60'000);
}

TEST_F(RouteKeeperTest, MakesNothingYoungerWhenTheClockWasSetBack) {
    auto const before = start();
    remember(*before, 1);
    save(*before);

    EXPECT_EQ(start(monday - 60'000)->cache_stats(now).entries.at(0).age_ms, 0);
}

TEST_F(RouteKeeperTest, LeavesOutWhatExpiredMeanwhile) {
    auto const before = start();
    remember(*before, 1);
    save(*before);

    EXPECT_EQ(start(monday + 3'600'000)->cache_stats(now).size, 0U);
}

TEST_F(RouteKeeperTest, LeavesOutRoutesWhoseKeysWereMadeWithAnotherSecret) {
    auto const before = start();
    remember(*before, 1);
    save(*before);

    EXPECT_EQ(start(monday, {7, 8})->cache_stats(now).size, 0U);
}

TEST_F(RouteKeeperTest, BeginsWithNoneWhenTheFileIsNone) {
    std::ofstream{options.file} << "something else";

    EXPECT_EQ(start()->cache_stats(now).size, 0U);
}

TEST_F(RouteKeeperTest, WritesNothingUnlessItShall) {
    options.persist = false;
    auto const engine = start();
    remember(*engine, 1);

    save(*engine);

    EXPECT_FALSE(std::filesystem::exists(options.file));
}

}  // namespace
}  // namespace signalbox::app
