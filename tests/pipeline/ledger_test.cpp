#include "pipeline/ledger.hpp"

#include "pipeline/tail_cost.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox {
namespace {

constexpr Tokens huge{std::numeric_limits<std::int64_t>::max()};

// A dollar for a million tokens: a micro-dollar for each.
ModelCard priced() {
    ModelCard card;
    card.id = "small";
    card.price.offer({.input = {1'000'000}, .output = {1'000'000}}, Origin::config);
    return card;
}
ModelCard unpriced() {
    ModelCard card;
    card.id = "mystery";
    return card;
}
AttemptRecord spent(std::optional<MicroUsd> cost) {
    AttemptRecord record;
    record.model = "small";
    record.usage = {.input = {10}, .output = {5}};
    record.cost = cost;
    return record;
}

TEST(Ledger, AffordsWhatIsLeft) {
    Ledger ledger{MicroUsd{100}};
    EXPECT_TRUE(ledger.affords(priced(), {60}, {40}));
    EXPECT_FALSE(ledger.affords(priced(), {60}, {41}));
}

TEST(Ledger, SetsMoneyAsideForCallsThatStillRun) {
    Ledger ledger{MicroUsd{100}};
    auto const first = ledger.reserve(priced(), {60}, {0});
    EXPECT_EQ(first.money, MicroUsd{60});
    EXPECT_FALSE(ledger.affords(priced(), {41}, {0})) << "both together would cost more than there is";
    EXPECT_TRUE(ledger.affords(priced(), {40}, {0}));
}

TEST(Ledger, AffordsNoCallBeyondAllNumbers) {
    Ledger ledger{MicroUsd{100}};
    EXPECT_FALSE(ledger.affords(priced(), {1}, huge));
    EXPECT_FALSE(ledger.affords(priced(), huge, huge));
}

TEST(Ledger, HasNoMoreLeftAfterCallsBeyondAllNumbersThanBefore) {
    Ledger ledger{MicroUsd{100}};
    auto const one = ledger.reserve(priced(), {1}, huge);
    auto const other = ledger.reserve(priced(), huge, huge);
    EXPECT_LT(*ledger.left(), MicroUsd{0});
    ledger.settle(one, spent(MicroUsd{10}));
    EXPECT_LT(*ledger.left(), MicroUsd{0}) << "the other one still runs";
    ledger.settle(other, spent(MicroUsd{20}));
    EXPECT_EQ(ledger.left(), MicroUsd{70});
}

TEST(Ledger, GivesBackWhatACallDidNotUse) {
    Ledger ledger{MicroUsd{100}};
    auto const reserved = ledger.reserve(priced(), {60}, {0});
    ledger.settle(reserved, spent(MicroUsd{10}));
    EXPECT_EQ(ledger.left(), MicroUsd{90});
    EXPECT_EQ(ledger.cost(), MicroUsd{10});
}

TEST(Ledger, AffordsNothingOnceTooMuchWasSpent) {
    Ledger ledger{MicroUsd{100}};
    ledger.settle({}, spent(MicroUsd{150}));
    EXPECT_EQ(ledger.left(), MicroUsd{-50});
    EXPECT_FALSE(ledger.affords(priced(), {0}, {0}));
    EXPECT_EQ(ledger.cost(), MicroUsd{150});
}

TEST(Ledger, HasNoLimitUnlessOneIsSet) {
    Ledger ledger{std::nullopt};
    EXPECT_EQ(ledger.left(), std::nullopt);
    EXPECT_TRUE(ledger.affords(priced(), {1'000'000'000}, {0}));
}

TEST(Ledger, NeverTakesAnUnknownPriceForNothing) {
    Ledger ledger{MicroUsd{100}};
    EXPECT_TRUE(ledger.affords(unpriced(), {1}, {1}));
    ledger.settle(ledger.reserve(unpriced(), {1}, {1}), spent(std::nullopt));
    ledger.settle({}, spent(MicroUsd{100}));
    EXPECT_EQ(ledger.cost(), std::nullopt);
    EXPECT_FALSE(ledger.affords(unpriced(), {1}, {1})) << "nothing is left";
}

TEST(Ledger, CountsTheMoneyOfSideCallsWithoutTheirTokens) {
    Ledger ledger{std::nullopt};
    ledger.settle({}, spent(MicroUsd{10}));
    ledger.settle({}, SideCall{.model = "judge", .usage = {.input = {90}}, .cost = MicroUsd{7}});
    EXPECT_EQ(ledger.cost(), MicroUsd{17});
    EXPECT_EQ(ledger.usage(), (Usage{.input = {10}, .output = {5}}));
}

TEST(Ledger, SaysSoWhenAnyTokenWasEstimated) {
    Ledger ledger{std::nullopt};
    auto estimated = spent(MicroUsd{1});
    estimated.usage.estimated = true;
    ledger.settle({}, std::move(estimated));
    ledger.settle({}, spent(MicroUsd{1}));
    EXPECT_TRUE(ledger.usage().estimated);
}

TEST(Ledger, ListsAttemptsByTheirNumbers) {
    Ledger ledger{std::nullopt};
    ledger.settle({}, AttemptRecord{.nth = 1});
    ledger.settle({}, AttemptRecord{.nth = 0});
    ChainResult result;
    ledger.move_into(result);
    ASSERT_EQ(result.attempts.size(), 2U);
    EXPECT_EQ(result.attempts[0].nth, 0);
}

struct Tail {
    char const* name;
    Errc ended;
    std::optional<std::int64_t> arrived;
    Usage usage;
};

class TailCostTest : public ::testing::TestWithParam<Tail> {};

TEST_P(TailCostTest, IsThePromptAndWhatCame) {
    auto const [usage, cost] = tail_cost(priced(), GetParam().ended, {100}, GetParam().arrived);
    EXPECT_EQ(usage, GetParam().usage);
    EXPECT_EQ(cost, (MicroUsd{GetParam().usage.input.count + GetParam().usage.output.count}));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, TailCostTest,
    ::testing::Values(
        Tail{"CutAfterText", Errc::upstream_truncated, 40, {.input = {100}, .output = {11}, .estimated = true}},
        Tail{"CancelledBeforeText", Errc::cancelled, {}, {.input = {100}, .estimated = true}},
        Tail{"SilentProvider", Errc::provider_timeout, {}, {.input = {100}, .estimated = true}},
        Tail{"BrokeAfterText", Errc::provider_protocol, 8, {.input = {100}, .output = {3}, .estimated = true}},
        Tail{"ToolCallAlone", Errc::upstream_truncated, 0, {.input = {100}, .output = {1}, .estimated = true}},
        Tail{"Refused", Errc::provider_rate_limited, {}, {}}, Tail{"NeverReached", Errc::provider_unreachable, {}, {}}),
    [](auto const& row) { return row.param.name; });

TEST(TailCost, IsUnknownWhenThePriceIs) {
    EXPECT_EQ(tail_cost(unpriced(), Errc::cancelled, {100}, std::nullopt).second, std::nullopt);
    EXPECT_EQ(tail_cost(unpriced(), Errc::provider_auth, {100}, std::nullopt).second, MicroUsd{}) << "nothing was used";
}

}  // namespace
}  // namespace signalbox
