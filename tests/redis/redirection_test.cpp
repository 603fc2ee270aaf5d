#include "redis/redirection.hpp"

#include <gtest/gtest.h>

namespace signalbox::redis {

TEST(Redirection, ReadsAMoveForGood) {
    auto const found = read_redirection("MOVED 3999 127.0.0.1:6381");
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->ask);
    EXPECT_EQ(found->slot, 3999);
    EXPECT_EQ(found->node, (NodeAddress{"127.0.0.1", 6381}));
}

TEST(Redirection, ReadsAMoveForOneCommand) {
    auto const found = read_redirection("ASK 1 ::1:6381");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->ask);
    EXPECT_EQ(found->node.host, "::1");
}

TEST(Redirection, MayLeaveOutTheHost) {
    auto const found = read_redirection("MOVED 1 :6381");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->node.host, "");
}

struct Nonsense {
    char const* name;
    char const* text;
};
class BadRedirection : public ::testing::TestWithParam<Nonsense> {};

TEST_P(BadRedirection, IsNone) { EXPECT_FALSE(read_redirection(GetParam().text)); }

INSTANTIATE_TEST_SUITE_P(Errors, BadRedirection,
                         ::testing::Values(Nonsense{"OfAnotherKind", "WRONGTYPE Operation"},
                                           Nonsense{"WithoutASlot", "MOVED 127.0.0.1:6381"},
                                           Nonsense{"WithASlotTooHigh", "MOVED 16384 127.0.0.1:6381"},
                                           Nonsense{"WithPortZero", "MOVED 1 127.0.0.1:0"},
                                           Nonsense{"WithAPortTooHigh", "MOVED 1 127.0.0.1:65536"},
                                           Nonsense{"WithoutAPort", "MOVED 1 127.0.0.1"}, Nonsense{"ThatIsEmpty", ""}),
                         [](auto const& info) { return info.param.name; });

}  // namespace signalbox::redis
