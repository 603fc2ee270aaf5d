#include "routing/analysis_memo.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

TimePoint const noon{};
AnalysisResult const known{.complexity = 7, .category = Category::research};

ChainContext asking(std::string text) {
    ChainContext context;
    context.messages = {{Role::user, std::move(text)}};
    return context;
}

class AnalysisMemoTest : public ::testing::Test {
protected:
    [[nodiscard]] bool knows(ChainContext const& context) { return memo.find(context, 1, noon).has_value(); }
    AnalysisMemo memo{2, 60s, {1, 2}};
};

TEST_F(AnalysisMemoTest, ReturnsTheAnalysisOfTheSameMessage) {
    EXPECT_FALSE(knows(asking("Explain monads")));
    memo.store(asking("Explain monads"), known, 1, noon);
    auto const found = memo.find(asking("Explain monads"), 1, noon);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->complexity, 7);
    EXPECT_EQ(memo.counts().hits, 1U);
    EXPECT_EQ(memo.counts().misses, 1U);
}

TEST_F(AnalysisMemoTest, FoldsCaseAndSpace) {
    memo.store(asking("Explain  monads to\tme "), known, 1, noon);
    EXPECT_TRUE(knows(asking("explain monads to me")));
    EXPECT_TRUE(knows(asking("  EXPLAIN monads  to me\n")));
    EXPECT_FALSE(knows(asking("explain monadsto me")));
}

TEST_F(AnalysisMemoTest, TellsLinesFromSpaces) {
    memo.store(asking("1. a\n2. b"), known, 1, noon);
    EXPECT_FALSE(knows(asking("1. a 2. b")));
}

TEST_F(AnalysisMemoTest, ForgetsAtTheEndOfLifeAndOfTheEpoch) {
    memo.store(asking("a"), known, 1, noon);
    EXPECT_TRUE(memo.find(asking("a"), 1, noon + 59s));
    EXPECT_FALSE(memo.find(asking("a"), 1, noon + 60s));
    memo.store(asking("a"), known, 1, noon);
    EXPECT_FALSE(memo.find(asking("a"), 2, noon));
}

TEST_F(AnalysisMemoTest, KeepsTheMostRecentOnes) {
    memo.store(asking("a"), known, 1, noon);
    memo.store(asking("b"), known, 1, noon);
    memo.store(asking("c"), known, 1, noon);
    EXPECT_FALSE(knows(asking("a")));
    EXPECT_TRUE(knows(asking("b")));
    EXPECT_TRUE(knows(asking("c")));
}

TEST_F(AnalysisMemoTest, TellsCanFromCannot) {
    memo.store(asking("Can I mix these? "), known, 1, noon);
    EXPECT_FALSE(knows(asking("Cannot mix these?")));
}

struct Row {
    std::string name;
    std::function<void(ChainContext&)> change;
};
class MemoKeysDiffer : public ::testing::TestWithParam<Row> {};
TEST_P(MemoKeysDiffer, By) {
    AnalysisMemo memo{10, 60s, {1, 2}};
    auto context = asking("yes");
    memo.store(context, known, 1, noon);
    GetParam().change(context);
    EXPECT_FALSE(memo.find(context, 1, noon));
}
INSTANTIATE_TEST_SUITE_P(
    Everything, MemoKeysDiffer,
    ::testing::Values(
        Row{"Tenant", [](ChainContext& c) { c.tenant = "t"; }},
        Row{"Tools", [](ChainContext& c) { c.needs_tools = true; }},
        Row{"Json", [](ChainContext& c) { c.needs_json = true; }},
        Row{"Vision", [](ChainContext& c) { c.needs_vision = true; }},
        Row{"ATurnBefore", [](ChainContext& c) { c.messages.insert(c.messages.begin(), {Role::user, "task"}); }},
        Row{"ALongerHistory", [](ChainContext& c) { c.messages.insert(c.messages.begin(), {Role::system, "rules"}); }},
        Row{"AToolsOutput", [](ChainContext& c) { c.messages.push_back({Role::tool, ""}); }},
        Row{"TheSplitOfTurns", [](ChainContext& c) { c.messages = {{Role::user, "ye"}, {Role::user, "s"}}; }}),
    [](auto const& row) { return row.param.name; });

TEST_F(AnalysisMemoTest, ReadsOnlyBothEndsOfAHugeMessage) {
    auto text = std::string(1'000'000, 'x');
    memo.store(asking(text), known, 1, noon);
    text[500'000] = 'y';
    EXPECT_TRUE(knows(asking(text)));
    text[999'999] = 'y';
    EXPECT_FALSE(knows(asking(text)));
}

}  // namespace
}  // namespace signalbox
