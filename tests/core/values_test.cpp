#include "core/analysis_result.hpp"
#include "core/error.hpp"
#include "core/money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace signalbox {
namespace {

TEST(Money, RoundsABillUpToTheNextMicroDollar) {
    EXPECT_EQ(cost({.input = {150'000}, .output = {600'000}}, {1}, {0}), MicroUsd{1});
    EXPECT_EQ(cost({.input = {150'000}, .output = {600'000}}, {1'000'000}, {1'000'000}), MicroUsd{750'000});
}

TEST(Money, OfACallBeyondAllNumbersIsAllThereIs) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    Price const price{.input = {3'000'000}, .output = {15'000'000}};
    EXPECT_EQ(cost(price, {0}, {most}), MicroUsd{most});
    EXPECT_EQ(cost({.input = {most}, .output = {most}}, {most}, {most}), MicroUsd{most});
    EXPECT_EQ(cost({.input = {2'000'000}, .output = {}}, {most / 2}, {}), MicroUsd{most - 1})
        << "exact as long as it fits";
}

TEST(Money, StaysAtTheEndOfItsRange) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(MicroUsd{most} + MicroUsd{1}, MicroUsd{most});
    EXPECT_EQ(MicroUsd{-2} - MicroUsd{most}, MicroUsd{std::numeric_limits<std::int64_t>::min()});
    EXPECT_EQ(Tokens{100} + Tokens{most}, Tokens{most});
    auto sum = MicroUsd{most};
    sum += {7};
    EXPECT_EQ(sum, MicroUsd{most});
}

TEST(EnumText, ReadsBackWhatItSpells) {
    EXPECT_EQ(name(Category::creative), "creative");
    EXPECT_EQ(from_name<Category>("creative"), Category::creative);
    EXPECT_FALSE(from_name<Category>("poetry"));
}

TEST(Errc, SpellsEachCodeDifferently) {
    std::set<std::string_view> names;
    for (int i = 0; i < errc_count; ++i) names.insert(name(static_cast<Errc>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(errc_count));
    EXPECT_FALSE(names.contains(""));
}

TEST(Capabilities, HoldWhatWasAdded) {
    Capabilities set;
    set.add(Capability::tool_use);
    EXPECT_TRUE(set.has(Capability::tool_use));
    EXPECT_FALSE(set.has(Capability::speed));
}

}  // namespace
}  // namespace signalbox
