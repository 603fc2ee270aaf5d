#include "routing/health_index.hpp"

#include "routing/cards.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

ModelCard named(std::string id, std::string provider, std::string upstream) {
    auto out = card("", 0.5, 1, 1);
    out.id = std::move(id);
    out.provider = std::move(provider);
    out.upstream_name = std::move(upstream);
    return out;
}

class HealthIndexTest : public ::testing::Test {
protected:
    void fail_five_times(HealthIndex const& index, std::string_view model) {
        for (int i = 0; i < 5; ++i) {
            auto* condition = index.find(model);
            condition->settle(condition->ask(now, options), CallSign::ill, {}, now, options);
        }
    }
    [[nodiscard]] bool available(HealthIndex const& index, std::string_view model) const {
        return HealthAt{&index, now}.available(model);
    }
    HealthOptions options;
    TimePoint now{1000h};
};

TEST_F(HealthIndexTest, KnowsEachModelApart) {
    HealthIndex const index{ModelRegistry{{named("a", "p", "x"), named("b", "p", "y")}}, options};
    fail_five_times(index, "a");
    EXPECT_FALSE(available(index, "a"));
    EXPECT_TRUE(available(index, "b"));
}

TEST_F(HealthIndexTest, TakesTwoIdsOfOneUpstreamModelForOne) {
    HealthIndex const index{ModelRegistry{{named("a", "p", "x"), named("b", "p", "x"), named("c", "q", "x")}}, options};
    fail_five_times(index, "a");
    EXPECT_FALSE(available(index, "b"));
    EXPECT_TRUE(available(index, "c"));
}

TEST_F(HealthIndexTest, FindsAStrangerWell) {
    HealthIndex const index{ModelRegistry{}, options};
    EXPECT_EQ(index.find("a"), nullptr);
    EXPECT_TRUE(available(index, "a"));
    EXPECT_TRUE((HealthAt{nullptr, now}.available("a")));
}

TEST_F(HealthIndexTest, KeepsTheConditionOfAModelThatStays) {
    auto before = std::make_unique<HealthIndex>(ModelRegistry{{named("a", "p", "x"), named("b", "p", "y")}}, options);
    fail_five_times(*before, "a");
    fail_five_times(*before, "b");
    HealthIndex const after{ModelRegistry{{named("renamed", "p", "x"), named("b", "elsewhere", "y")}}, options,
                            before.get()};
    before.reset();
    EXPECT_FALSE(available(after, "renamed"));
    EXPECT_TRUE(available(after, "b"));
}

}  // namespace
}  // namespace signalbox
