#include "wire/iso_time.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

TEST(IsoTime, ReadsWhatItWrites) {
    for (auto const* text : {"1970-01-01T00:00:00.000Z", "2026-11-25T13:05:59.250Z", "2024-02-29T23:59:59.999Z"}) {
        auto const read = read_iso_time(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(iso_time(*read), text);
    }
}

TEST(IsoTime, TakesADayAsItsFirstMomentAndSecondsWithoutAFraction) {
    EXPECT_EQ(read_iso_time("1970-01-02"), 86'400'000);
    EXPECT_EQ(read_iso_time("1970-01-01T01:01:01Z"), 3'661'000);
}

TEST(IsoTime, RefusesOtherFormsAndDaysThatNoMonthHas) {
    for (auto const* text : {"", "now", "2026", "2026-11", "2026-13-01", "2026-02-29", "1969-12-31",
                             "2026-11-25T13:05:00", "2026-11-25T13:05Z", "2026-11-25T24:00:00Z", "2026-11-25T13:60:00Z",
                             "2026-11-25T13:05:60Z", "2026-11-25T13:05:00.25Z", "2026-11-25T13:05:00+01:00",
                             "2026-11-25 13:05:00Z", "-026-11-25", "2026-1a-25", "2026-11-25T13:05:00.2500Z"}) {
        EXPECT_FALSE(read_iso_time(text)) << text;
    }
}

}  // namespace
}  // namespace signalbox::wire
