#include "simulation/world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

namespace signalbox::simulation {
namespace {

// SIGNALBOX_SEED=n runs the one scenario of that seed, as a failure tells it; SIGNALBOX_WORLDS=n that many.
std::optional<std::uint64_t> number_in(char const* variable) {
    auto const* text = std::getenv(variable);
    return text == nullptr ? std::nullopt : std::optional<std::uint64_t>{std::strtoull(text, nullptr, 10)};
}

void expect_no_breach(std::uint64_t seed, std::map<std::string, int>& endings) {
    World world{seed};
    for (auto const& breach : world.live()) {
        ADD_FAILURE() << breach << "\n  again with: SIGNALBOX_SEED=" << seed << " test_simulation";
    }
    for (auto const& ending : world.endings()) ++endings[ending];
    for (auto const& [stream, count] : world.stops()) endings["stopped in " + std::string{name(stream)}] += count;
}

TEST(Simulation, KeepsTheRulesInFortyThousandWorlds) {
    auto const worlds = number_in("SIGNALBOX_WORLDS").value_or(40'000);
    std::map<std::string, int> endings;
    if (auto const seed = number_in("SIGNALBOX_SEED")) return expect_no_breach(*seed, endings);
    for (std::uint64_t seed = 1; seed <= worlds && !HasFailure(); ++seed) expect_no_breach(seed, endings);
    for (auto const& [ending, count] : endings) std::cout << count << " " << ending << "\n";
    // Worlds in which nothing happens prove nothing.
    for (auto const* common : {"completed", "cancelled", "deadline_exceeded", "provider_overloaded",
                               "provider_rate_limited", "provider_timeout", "upstream_truncated", "budget_exhausted",
                               "stopped in optimistic", "stopped in gated", "stopped in strict"}) {
        EXPECT_GE(endings[common], 100) << common;
    }
}

TEST(Simulation, GoesTheSameWayWithTheSameSeed) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        World first{seed};
        World second{seed};
        EXPECT_EQ(first.live(), second.live());
        EXPECT_EQ(first.endings(), second.endings()) << seed;
    }
}

}  // namespace
}  // namespace signalbox::simulation
