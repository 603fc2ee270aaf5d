#include "core/analysis_result.hpp"
#include "core/error.hpp"
#include "core/money.hpp"

#include <gtest/gtest.h>

#include <set>

namespace signalbox {
namespace {

TEST(Money, RoundsABillUpToTheNextMicroDollar) {
    EXPECT_EQ(cost({.input = {150'000}, .output = {600'000}}, {1}, {0}), MicroUsd{1});
    EXPECT_EQ(cost({.input = {150'000}, .output = {600'000}}, {1'000'000}, {1'000'000}), MicroUsd{750'000});
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
