#include "routing/list_guard.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace signalbox {
namespace {

using Money = std::optional<Price>;
using Window = std::optional<std::int64_t>;

ListedModel model(std::string id, Money price = {}, Window window = {}) {
    return {.id = std::move(id), .price = price, .context_window = window};
}

Money price(std::int64_t input, std::int64_t output) { return Price{.input = {input}, .output = {output}}; }

struct Move {
    char const* name;
    Money known, offered;
    bool held;
    friend void PrintTo(Move const& move, std::ostream* out) { *out << move.name; }
};
class ListedPrice : public ::testing::TestWithParam<Move> {};

TEST_P(ListedPrice, MovesOnlyAsFarAsIsBelieved) {
    auto const& [name, known, offered, held] = GetParam();
    std::vector const before{model("m", known)};
    auto const list = guard_list(before, {model("m", offered)});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->models.at(0).price, held ? known : offered);
    EXPECT_EQ(list->held.size(), held ? 1U : 0U);
}

INSTANTIATE_TEST_SUITE_P(Moves, ListedPrice,
                         ::testing::Values(Move{"Stays", price(100, 400), price(100, 400), false},
                                           Move{"Rises", price(100, 400), price(150, 600), false},
                                           Move{"RisesTenfold", price(100, 400), price(1'000, 4'000), false},
                                           Move{"RisesMoreThanTenfold", price(100, 400), price(1'001, 400), true},
                                           Move{"RisesMoreThanTenfoldForAnswers", price(100, 400), price(100, 4'001),
                                                true},
                                           Move{"FallsToATenth", price(1'000, 4'000), price(100, 400), false},
                                           Move{"FallsBelowATenth", price(1'000, 4'000), price(99, 400), true},
                                           Move{"DropsToZero", price(1, 1), price(0, 0), true},
                                           Move{"DropsToZeroOnOneSide", price(100, 400), price(100, 0), true},
                                           Move{"IsGone", price(100, 400), std::nullopt, true},
                                           Move{"IsFreeNoMore", price(0, 0), price(100, 400), false},
                                           Move{"StaysFree", price(0, 0), price(0, 0), false},
                                           Move{"FreeOnesIsGone", price(0, 0), std::nullopt, true},
                                           Move{"BecomesKnown", std::nullopt, price(5, 5), false},
                                           Move{"StaysUnknown", std::nullopt, std::nullopt, false}),
                         [](auto const& row) { return row.param.name; });

TEST(ListGuard, HoldsBackAWindowThatShrinksOrIsGone) {
    std::vector const before{model("grows", {}, 100), model("is gone", {}, 100), model("shrinks", {}, 100)};
    auto const list = guard_list(before, {model("grows", {}, 200), model("is gone"), model("shrinks", {}, 99)});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->models[0].context_window, 200);
    EXPECT_EQ(list->models[1].context_window, 100);
    EXPECT_EQ(list->models[2].context_window, 100);
    EXPECT_EQ(list->held, (std::vector<HeldFact>{{"is gone", "context_window", "100 tokens", "unknown"},
                                                 {"shrinks", "context_window", "100 tokens", "99 tokens"}}));
}

TEST(ListGuard, SaysWhatItKeepsAndWhatWasOffered) {
    std::vector const before{model("m", price(150'000, 600'000))};
    auto const list = guard_list(before, {model("m", price(0, 18'000'000))});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->held, (std::vector<HeldFact>{{"m", "price", "0.15 + 0.6 dollars per million tokens",
                                                  "0 + 18 dollars per million tokens"}}));
}

TEST(ListGuard, TakesEverythingElseOfAModelWhosePriceItHoldsBack) {
    std::vector const before{model("m", price(1, 1), 100)};
    auto offered = model("m", price(0, 0), 200);
    offered.tools = true;
    auto const list = guard_list(before, {offered});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->models[0].context_window, 200);
    EXPECT_EQ(list->models[0].tools, true);
}

TEST(ListGuard, TakesNewModelsAndForgetsThoseThatAreGone) {
    std::vector const before{model("a", price(1, 1)), model("b", price(1, 1))};
    auto const list = guard_list(before, {model("c", price(9'000, 0)), model("b", price(2, 2))});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->models, (std::vector{model("b", price(2, 2)), model("c", price(9'000, 0))}));
    EXPECT_TRUE(list->held.empty());
}

TEST(ListGuard, KeepsTheFirstOfTwoWithOneName) {
    auto const list = guard_list({}, {model("b"), model("a", price(1, 1)), model("a", price(2, 2))});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->models, (std::vector{model("a", price(1, 1)), model("b")}));
}

TEST(ListGuard, RefusesAListThatLostMostOfItsModels) {
    std::vector<ListedModel> ten, five;
    for (char c = 'a'; c < 'a' + 10; ++c) ten.push_back(model(std::string{c}));
    for (char c = 'a'; c < 'a' + 5; ++c) five.push_back(model(std::string{c}));
    EXPECT_TRUE(guard_list(ten, five));
    five.pop_back();
    auto const refused = guard_list(ten, five);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "the model list has only 4 models, where it had 10");
    ten.pop_back();
    EXPECT_TRUE(guard_list(ten, five)) << "too few to tell";
    EXPECT_FALSE(guard_list({}, {}));
}

}  // namespace
}  // namespace signalbox
