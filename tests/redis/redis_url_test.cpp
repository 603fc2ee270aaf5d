#include "redis/redis_url.hpp"

#include <gtest/gtest.h>

namespace signalbox::redis {

TEST(RedisUrl, SaysEverything) {
    RedisOptions options;
    EXPECT_EQ(read_url("redis://me:p%40ss:w@10.0.0.1:7000/3", options), "");
    EXPECT_EQ(options.host, "10.0.0.1");
    EXPECT_EQ(options.port, 7000);
    EXPECT_EQ(options.user, "me");
    EXPECT_EQ(options.password.reveal(), "p@ss:w");
    EXPECT_EQ(options.database, 3);
}

TEST(RedisUrl, MayLeaveOutAllButTheHost) {
    RedisOptions options;
    EXPECT_EQ(read_url("redis://cache", options), "");
    EXPECT_EQ(options.host, "cache");
    EXPECT_EQ(options.port, 6379);
    EXPECT_TRUE(options.password.empty());
}

TEST(RedisUrl, MayHaveAPasswordAlone) {
    RedisOptions options;
    EXPECT_EQ(read_url("redis://:secret@[::1]:6380/", options), "");
    EXPECT_EQ(options.host, "::1");
    EXPECT_EQ(options.user, "");
    EXPECT_EQ(options.password.reveal(), "secret");
}

struct BrokenUrl {
    char const* name;
    char const* url;
};
class BadRedisUrl : public ::testing::TestWithParam<BrokenUrl> {};

TEST_P(BadRedisUrl, IsRefusedWithoutBeingQuoted) {
    RedisOptions options;
    auto const why = read_url(GetParam().url, options);
    EXPECT_NE(why, "");
    EXPECT_EQ(why.find("hunter2"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Urls, BadRedisUrl,
                         ::testing::Values(BrokenUrl{"WithAnotherScheme", "http://:hunter2@host"},
                                           BrokenUrl{"WithTls", "rediss://:hunter2@host"},
                                           BrokenUrl{"WithoutAHost", "redis://:hunter2@"},
                                           BrokenUrl{"WithABadPort", "redis://:hunter2@host:70000"},
                                           BrokenUrl{"WithABadDatabase", "redis://:hunter2@host/x"},
                                           BrokenUrl{"WithABadEscape", "redis://:hunter2%4@host"},
                                           BrokenUrl{"WithAnOpenBracket", "redis://[::1"}),
                         [](auto const& info) { return info.param.name; });

}  // namespace signalbox::redis
