#include "core/spare_text.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

auto const none = std::string{}.capacity();

TEST(SpareText, LendsTheRoomThatWasGivenBack) {
    SpareText spare;
    std::string first(1000, 'a');
    auto const* const room = first.data();
    spare.take_back(first);
    EXPECT_TRUE(first.empty());
    EXPECT_EQ(first.capacity(), none);

    std::string second;
    spare.lend(second);
    EXPECT_TRUE(second.empty());
    EXPECT_EQ(second.data(), room);
}

TEST(SpareText, LeavesATextAloneThatIsInUse) {
    SpareText spare;
    std::string room(1000, 'a');
    spare.take_back(room);
    std::string text = "held";
    spare.lend(text);
    EXPECT_EQ(text, "held");
}

TEST(SpareText, KeepsTheLargerRoomOnly) {
    SpareText spare;
    std::string large(2000, 'a');
    std::string small(500, 'b');
    spare.take_back(large);
    spare.take_back(small);
    EXPECT_EQ(small.capacity(), none);
    spare.lend(small);
    EXPECT_GE(small.capacity(), 2000U);
}

TEST(SpareText, DoesNotKeepFarTooMuch) {
    SpareText spare;
    std::string huge(1 << 20, 'a');
    spare.take_back(huge);
    EXPECT_EQ(huge.capacity(), none);
    spare.lend(huge);
    EXPECT_EQ(huge.capacity(), none);
}

}  // namespace
}  // namespace signalbox
