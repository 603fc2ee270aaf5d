#include "learning/recent_runs.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint noon{1000h};

RecentRun run(std::uint64_t number) { return {.id = {number, number}, .ended = noon, .run = number}; }

bool knows(RecentRuns& runs, std::uint64_t number, TimePoint now = noon) {
    std::uint64_t seen = 0;
    bool const found = runs.visit({number, number}, now, [&](RecentRun const& one) { seen = one.run; });
    EXPECT_EQ(found, seen == number);
    return found;
}

TEST(RecentRuns, AreFoundByTheirIds) {
    RecentRuns runs{10, 24h};
    runs.add(run(1));
    EXPECT_TRUE(knows(runs, 1));
    EXPECT_FALSE(knows(runs, 2));
    EXPECT_FALSE(runs.visit({1, 2}, noon, [](RecentRun const&) {})) << "half of the id is another";
}

TEST(RecentRuns, KeepWhatIsChangedInThem) {
    RecentRuns runs{10, 24h};
    runs.add(run(1));
    runs.visit({1, 1}, noon, [](RecentRun& one) { one.rating = Rating{.score = 0.5}; });
    runs.visit({1, 1}, noon, [](RecentRun const& one) { EXPECT_EQ(one.rating->score, 0.5); });
}

TEST(RecentRuns, AreForgottenAfterTheirTime) {
    RecentRuns runs{10, 24h};
    runs.add(run(1));
    EXPECT_TRUE(knows(runs, 1, noon + 24h - 1s));
    EXPECT_FALSE(knows(runs, 1, noon + 24h));
}

TEST(RecentRuns, AreForgottenOldestFirstWhenThereAreTooMany) {
    RecentRuns runs{3, 24h};
    for (std::uint64_t i = 1; i <= 5; ++i) runs.add(run(i));
    EXPECT_EQ(runs.size(), 3U);
    EXPECT_FALSE(knows(runs, 2));
    EXPECT_TRUE(knows(runs, 3));
    EXPECT_TRUE(knows(runs, 5));
}

TEST(RecentRuns, StayWithinTheirBoundInManyParts) {
    RecentRuns runs{10'000, 24h};
    for (std::uint64_t i = 1; i <= 30'000; ++i) runs.add(run(i));
    EXPECT_LE(runs.size(), 10'000U);
    EXPECT_TRUE(knows(runs, 30'000));
}

TEST(RunId, IsReadFromThirtyTwoLowerCaseDigits) {
    EXPECT_EQ(read_run_id("00000000000000010000000000000abc"), (RunId{1, 0xABC}));
    for (auto const* text : {"", "1", "0000000000000001000000000000abc", "00000000000000010000000000000abcd",
                             "00000000000000010000000000000ABC", "0000000000000001-000000000000abc"}) {
        EXPECT_FALSE(read_run_id(text)) << text;
    }
}

}  // namespace
}  // namespace signalbox
