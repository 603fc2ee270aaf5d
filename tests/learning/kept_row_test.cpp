#include "learning/kept_row.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace signalbox {
namespace {

ChainContext asking(std::string text) {
    ChainContext context;
    context.messages = {{Role::user, std::move(text)}};
    return context;
}

TEST(KeptRow, IsTheRowThatIsLearnedFromButForRounding) {
    auto const context = asking("Explain to me how tides come about, and why there are two of them each day");
    Features features;
    features.read({context.messages[0].content, {}, context.messages[0].content.size()});
    auto const exact = design_row(features);
    auto const back = design_row_of(kept_row(context, {}));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->dense, exact.dense);
    ASSERT_EQ(back->cells.size(), exact.cells.size());
    for (std::size_t i = 0; i < exact.cells.size(); ++i) {
        EXPECT_EQ(back->cells[i].bin, exact.cells[i].bin);
        EXPECT_NEAR(back->cells[i].value, exact.cells[i].value, 1e-4);
    }
}

TEST(KeptRow, HasItsLimitForLongMessages) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += "word" + std::to_string(i) + " ";
    EXPECT_LE(kept_row(asking(text), {}).cells.size(), OutcomeRow::max_cells);
}

TEST(KeptRow, IsEmptyForAMessageThatGoesOnWithAnEarlierTask) {
    EXPECT_EQ(kept_row(asking("yes, do it"), {.inherited = true}), OutcomeRow{});
    EXPECT_FALSE(design_row_of({}));
}

TEST(KeptRow, OfAProgramWithOtherFeaturesIsNone) {
    auto row = kept_row(asking("Explain tides"), {});
    ASSERT_TRUE(design_row_of(row));
    row.dense.push_back(0);
    EXPECT_FALSE(design_row_of(row));
    row.dense.pop_back();
    row.cells.push_back({.bin = 65'535, .value = 1});
    EXPECT_FALSE(design_row_of(row));
}

}  // namespace
}  // namespace signalbox
