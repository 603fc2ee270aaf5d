#include "routing/detour.hpp"

#include "fakes/fake_health.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

SharedPlan plan() {
    RoutingPlan out;
    out.primary = "a";
    out.fallbacks = {"b", "c"};
    out.estimated_cost = MicroUsd{1};
    out.candidates = {{.model = "a", .dropped = {}, .cost = MicroUsd{1}},
                      {.model = "b", .dropped = {}, .cost = MicroUsd{2}},
                      {.model = "c", .dropped = {}, .cost = MicroUsd{3}}};
    return std::make_shared<RoutingPlan const>(std::move(out));
}

TEST(Detour, LeavesAPlanAloneWhosePrimaryIsWell) {
    auto const remembered = plan();
    EXPECT_EQ(detour(remembered, fakes::FakeHealth{"b"}), remembered);
}

TEST(Detour, BeginsWithTheFirstFallbackThatIsWell) {
    auto const around = detour(plan(), fakes::FakeHealth{"a", "b"});
    ASSERT_TRUE(around);
    EXPECT_EQ(around->primary, "c");
    EXPECT_EQ(around->fallbacks, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(around->estimated_cost, MicroUsd{3});
    EXPECT_TRUE(around->degraded);
    EXPECT_NE(around->reasoning.find("a is left alone"), std::string::npos);
}

TEST(Detour, IsNoneWhenNobodyIsWell) { EXPECT_EQ(detour(plan(), fakes::FakeHealth{"a", "b", "c"}), nullptr); }

}  // namespace
}  // namespace signalbox
