#include "routing/route_file.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

constexpr KeyedHash::Key secret{5, 6};

SharedPlan plan_of(std::string primary) {
    RoutingPlan plan{.primary = std::move(primary), .fallbacks = {"large"}};
    plan.estimated_cost = MicroUsd{42};
    plan.should_validate = true;
    plan.reasoning = "because it will do";
    plan.candidates = {{.model = "small", .quality = 0.5, .cost = MicroUsd{42}, .utility = 0.4},
                       {.model = "huge", .dropped = "too dear"}};
    plan.epoch = 7;
    plan.cache_key = "00000001-3-code";
    return std::make_shared<RoutingPlan const>(std::move(plan));
}

class RouteFileTest : public ::testing::Test {
protected:
    RouteFile const file{.secret = secret,
                         .saved = 1'764'072'000'000,
                         .routes = {{{{1, 2}, {1, 3, Category::code}}, 5s, 11, plan_of("small")},
                                    {{{3, 4}, {3, 9, Category::chat}}, 1h, 0, plan_of("large")}}};
    std::string const bytes = write_route_file(file);
};

TEST_F(RouteFileTest, GivesBackWhatWasKept) {
    auto const read = read_route_file(bytes);

    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->secret, secret);
    EXPECT_EQ(read->saved, file.saved);
    ASSERT_EQ(read->routes.size(), 2U);
    auto const& route = read->routes[0];
    EXPECT_EQ(route.key.digest, (Digest{1, 2}));
    EXPECT_EQ(route.key.label.view(), "00000001-3-code");
    EXPECT_EQ(route.age, 5s);
    EXPECT_EQ(route.hits, 11U);
    EXPECT_EQ(route.plan->primary, "small");
    EXPECT_EQ(route.plan->fallbacks, std::vector<std::string>{"large"});
    EXPECT_EQ(route.plan->estimated_cost, MicroUsd{42});
    EXPECT_TRUE(route.plan->should_validate);
    EXPECT_FALSE(route.plan->fast_path);
    EXPECT_EQ(route.plan->reasoning, "because it will do");
    EXPECT_EQ(route.plan->epoch, 7U);
    EXPECT_EQ(route.plan->cache_key, "00000001-3-code");
    ASSERT_EQ(route.plan->candidates.size(), 2U);
    EXPECT_EQ(route.plan->candidates[0].utility, 0.4);
    EXPECT_EQ(route.plan->candidates[1].dropped, "too dear");
    EXPECT_FALSE(route.plan->candidates[1].cost);
}

TEST_F(RouteFileTest, MayBeEmpty) {
    auto const read = read_route_file(write_route_file({.secret = secret}));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->routes.empty());
}

TEST_F(RouteFileTest, IsRefusedWhenAnyBitOfItIsWrong) {
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        auto broken = bytes;
        broken[place] = static_cast<char>(broken[place] ^ 0x10);
        EXPECT_FALSE(read_route_file(broken)) << "byte " << place;
    }
}

TEST_F(RouteFileTest, IsRefusedWhenItIsCutOffOrGoesOn) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(read_route_file(std::string_view{bytes}.substr(0, size))) << size;
    }
    EXPECT_FALSE(read_route_file(bytes + '\0'));
}

TEST_F(RouteFileTest, SaysWhatIsWrong) {
    EXPECT_EQ(read_route_file("routes: []").error().detail, "holds no remembered routes");
    auto newer = bytes;
    newer[17] = 9;
    EXPECT_EQ(read_route_file(newer).error().detail, "is of another version of signalbox");
    EXPECT_EQ(read_route_file(bytes.substr(0, 90)).error().detail, "is damaged");
}

TEST_F(RouteFileTest, LeavesOutPlansThatAreNotPlainRoutes) {
    auto race = *plan_of("small");
    race.strategy = Strategy::speculative;
    auto more = file;
    more.routes.push_back({{{5, 6}, {}}, 1s, 1, std::make_shared<RoutingPlan const>(race)});

    EXPECT_EQ(read_route_file(write_route_file(more))->routes.size(), 2U);
}

}  // namespace
}  // namespace signalbox
