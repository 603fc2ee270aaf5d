#include "server/run_registry.hpp"

#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using std::string;

class RunRegistryTest : public ::testing::Test {
protected:
    static std::shared_ptr<FarCall> nobody(net::Loop& loop) {
        return FarCall::make(loop, [](void*) {}, nullptr);
    }
    // A run named `id`, with the token `id`-token. True: there was room.
    bool add(string const& id, string const& tenant = "") {
        auto log = std::make_shared<RunLog>(options.max_log, nobody(loop));
        latest = log;
        return registry.add({.id = id, .token = id + "-token", .tenant = tenant}, std::move(log), time.now())
            .has_value();
    }
    bool finds(string const& id, string const& token, string const& tenant = "") {
        return registry.find({.id = id, .token = token, .tenant = tenant}, time.now()) != nullptr;
    }
    void end(string const& id) {
        latest->end();
        registry.ended(id, time.now());
    }

    net::Loop loop;
    fakes::ManualTime time;
    ResumeOptions options{.max_log = 10'000, .max_logs = 25'000, .grace = 30s, .keep = 60s};
    RunRegistry registry{options};
    std::shared_ptr<RunLog> latest;
};

TEST_F(RunRegistryTest, OpensARunToItsTokenWhoeverAsks) {
    ASSERT_TRUE(add("a", "alice"));
    EXPECT_TRUE(finds("a", "a-token"));
    EXPECT_TRUE(finds("a", "a-token", "bob"));
}

TEST_F(RunRegistryTest, OpensARunToItsTenantWithoutAToken) {
    ASSERT_TRUE(add("a", "alice"));
    EXPECT_TRUE(finds("a", "", "alice"));
    EXPECT_FALSE(finds("a", "", "bob"));
    EXPECT_FALSE(finds("a", "", ""));
}

TEST_F(RunRegistryTest, KeepsARunFromAWrongTokenEvenOfItsTenant) {
    ASSERT_TRUE(add("a", "alice"));
    ASSERT_TRUE(add("b", "alice"));
    EXPECT_FALSE(finds("a", "b-token", "alice"));
    EXPECT_FALSE(finds("a", "a-toke", "alice"));
    EXPECT_FALSE(finds("c", "c-token", "alice"));
}

TEST_F(RunRegistryTest, KeepsALogForItsTimeAfterTheEnd) {
    ASSERT_TRUE(add("a"));
    time.advance(1h);
    EXPECT_TRUE(finds("a", "")) << "a run that goes on does not expire";
    end("a");
    time.advance(59s);
    EXPECT_TRUE(finds("a", ""));
    time.advance(1s);
    EXPECT_FALSE(finds("a", ""));
}

TEST_F(RunRegistryTest, SaysWhenTheNextLogExpires) {
    EXPECT_EQ(registry.expire(time.now()), std::nullopt);
    ASSERT_TRUE(add("a"));
    end("a");
    auto const first = time.now() + 60s;
    time.advance(10s);
    ASSERT_TRUE(add("b"));
    end("b");
    EXPECT_EQ(registry.expire(time.now()), first);
    time.advance(50s);
    EXPECT_EQ(registry.expire(time.now()), first + 10s);
    EXPECT_EQ(registry.size(), 1U);
    time.advance(10s);
    EXPECT_EQ(registry.expire(time.now()), std::nullopt);
    EXPECT_EQ(registry.size(), 0U);
}

TEST_F(RunRegistryTest, GoesOnExpiringAfterAnEndedRunWasRemoved) {
    for (auto const* id : {"a", "b", "c"}) {
        ASSERT_TRUE(add(id));
        end(id);
    }
    registry.remove("b");
    registry.ended("a", time.now() + 1h);
    time.advance(60s);
    EXPECT_EQ(registry.expire(time.now()), std::nullopt) << "a run ends once";
    EXPECT_EQ(registry.size(), 0U);
    EXPECT_TRUE(add("d"));
    EXPECT_TRUE(add("e")) << "all the room is there again";
}

TEST_F(RunRegistryTest, RefusesARunThatItHasNoRoomFor) {
    EXPECT_TRUE(add("a"));
    EXPECT_TRUE(add("b"));
    EXPECT_FALSE(add("c")) << "each may grow to its limit";
    EXPECT_FALSE(finds("c", ""));
    registry.remove("a");
    EXPECT_TRUE(add("c"));
}

TEST_F(RunRegistryTest, CountsAnEndedRunAsWhatItHolds) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(add(std::to_string(i))) << i;
        end(std::to_string(i));
    }
    EXPECT_TRUE(finds("0", ""));
    EXPECT_TRUE(add("a"));
    EXPECT_TRUE(finds("0", ""));
}

TEST_F(RunRegistryTest, MakesRoomWithTheLogThatEndedLongestAgo) {
    for (auto const* id : {"a", "b"}) {
        ASSERT_TRUE(add(id));
        latest->append(string(9'000, 'x'));
        end(id);
        time.advance(1s);
    }
    ASSERT_TRUE(add("c"));
    EXPECT_FALSE(finds("a", ""));
    EXPECT_TRUE(finds("b", ""));
}

TEST_F(RunRegistryTest, TakesNoLogFromItsReaders) {
    ASSERT_TRUE(add("a"));
    latest->append(string(9'000, 'x'));
    RunLog::Reader reader{latest, nobody(loop)};
    ASSERT_EQ(reader.join(0), RunLog::Joined::yes);
    end("a");
    ASSERT_TRUE(add("b"));
    EXPECT_FALSE(add("c"));
    EXPECT_TRUE(finds("a", ""));
}

}  // namespace
}  // namespace signalbox::server
