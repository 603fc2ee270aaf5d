#include "wire/accept_coding.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

TEST(AcceptCoding, TakesWhatIsNamed) {
    EXPECT_TRUE(accepts_coding("gzip, deflate, br", "br"));
    EXPECT_TRUE(accepts_coding("GZIP", "gzip"));
    EXPECT_TRUE(accepts_coding("br ;q=0.5 , gzip;q=1", "br"));
    EXPECT_FALSE(accepts_coding("gzip, deflate", "br"));
}

TEST(AcceptCoding, TakesNothingWhenNothingIsSaid) {
    EXPECT_FALSE(accepts_coding("", "gzip"));
    EXPECT_FALSE(accepts_coding(",,", "gzip"));
}

TEST(AcceptCoding, LeavesOutWhatHasNoWeight) {
    EXPECT_FALSE(accepts_coding("gzip;q=0", "gzip"));
    EXPECT_FALSE(accepts_coding("gzip;q=0.000, *", "gzip"));
    EXPECT_TRUE(accepts_coding("gzip;q=0.001", "gzip"));
}

TEST(AcceptCoding, LetsAStarStandForTheRest) {
    EXPECT_TRUE(accepts_coding("*", "br"));
    EXPECT_TRUE(accepts_coding("gzip, *;q=0.1", "br"));
    EXPECT_FALSE(accepts_coding("gzip, *;q=0", "br"));
}

TEST(AcceptCoding, DoesNotTakePartOfANameForIt) { EXPECT_FALSE(accepts_coding("x-gzip, brotli", "gzip")); }

}  // namespace
}  // namespace signalbox::wire
