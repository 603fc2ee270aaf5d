#include "routing/candidate_filter.hpp"

#include "routing/cards.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace signalbox {
namespace {

class Ill final : public ModelHealth {
public:
    std::optional<Absence> absence(std::string_view) const override { return Absence{std::chrono::seconds{5}, false}; }
};

struct Case {
    ModelCard model = card("m", 0.5, 1, 1);
    ChainContext context;
    RoutingPolicy policy;
    AnalysisResult analysis{.input_tokens = {1000}, .output_tokens = {1000}};
    ModelHealth const* health = nullptr;

    [[nodiscard]] Demands demands() const {
        return {.context = &context,
                .policy = &policy,
                .health = health,
                .basis = route_basis(context, analysis, 0.5),
                .max_cost = context.options.max_cost};
    }
    [[nodiscard]] std::string reason() const { return reason_to_drop(model, demands()); }
};

struct Row {
    std::string name;
    std::function<void(Case&)> change;
    std::string reason;  // a part of it; empty: the model stays
};
class CandidateFilter : public ::testing::TestWithParam<Row> {};

TEST_P(CandidateFilter, GivesItsReason) {
    Case given;
    GetParam().change(given);
    auto const reason = given.reason();
    if (GetParam().reason.empty()) EXPECT_EQ(reason, "");
    EXPECT_NE(reason.find(GetParam().reason), std::string::npos) << reason;
}

Ill const ill;
auto const by_name = [](auto const& row) { return row.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Drops, CandidateFilter,
    ::testing::Values(
        Row{"WhatMakesEmbeddings", [](Case& c) { c.model.chat = {false, Origin::inference}; }, "makes embeddings"},
        Row{"WhatTheConfigurationDoesNotAllow", [](Case& c) { c.policy.allowed_models = {"other"}; },
            "configuration allows"},
        Row{"WhatTheConfigurationDenies", [](Case& c) { c.policy.denied_models = {"m"}; },
            "denied by the configuration"},
        Row{"WhatTheRequestDoesNotAllow", [](Case& c) { c.context.options.allowed_models = {"other"}; },
            "request allows"},
        Row{"WhatHasTooSmallAWindow", [](Case& c) { c.analysis.input_tokens = {99'500}; }, "context window of 100000"},
        Row{"WhatHasNoRoomForTheAnswer",
            [](Case& c) {
                c.analysis.input_tokens = {90'000};
                c.analysis.output_tokens = {16'000};
            },
            "answer included"},
        Row{"WhatHasNoRoomForTheAnswerAskedFor",
            [](Case& c) {
                c.analysis.input_tokens = {96'000};
                c.context.max_output_tokens = 7'000;
            },
            "answer included"},
        Row{"WhatHasNoRoomForAnAnswerBeyondAllNumbers",
            [](Case& c) {
                c.analysis.input_tokens = {1'000};
                c.context.max_output_tokens = std::numeric_limits<std::int64_t>::max();
            },
            "context window of 100000"},
        Row{"WhatAnswersTooShort", [](Case& c) { c.context.max_output_tokens = 8'001; }, "at most 8000 tokens, 8001"},
        Row{"WhatCannotCallTools",
            [](Case& c) {
                c.context.needs_tools = true;
                c.model.tools.value = false;
            },
            "cannot call tools"},
        Row{"WhatHasNoJsonMode",
            [](Case& c) {
                c.context.needs_json = true;
                c.model.json_mode.value = false;
            },
            "no JSON mode"},
        Row{"WhatCannotSee",
            [](Case& c) {
                c.context.needs_vision = true;
                c.model.vision.value = false;
            },
            "cannot see images"},
        Row{"WhatCostsTooMuch", [](Case& c) { c.context.options.max_cost = MicroUsd{2'047}; },
            "$0.002048 is above the limit of $0.002047"},
        Row{"WhatIsUnwell", [](Case& c) { c.health = &ill; }, "after failures"}),
    by_name);

INSTANTIATE_TEST_SUITE_P(
    Keeps, CandidateFilter,
    ::testing::Values(
        Row{"WhatFitsEverything", [](Case&) {}, ""},
        Row{"WhatIsAllowedByItsUpstreamName", [](Case& c) { c.policy.allowed_models = {"m"}; }, ""},
        Row{"WhatIsAllowedByAnAlias",
            [](Case& c) {
                c.model.aliases = {"em"};
                c.context.options.allowed_models = {"em"};
            },
            ""},
        Row{"WhatCostsExactlyTheLimit", [](Case& c) { c.context.options.max_cost = MicroUsd{2'048}; }, ""},
        Row{"WhatAnswersLongEnough", [](Case& c) { c.context.max_output_tokens = 8'000; }, ""},
        Row{"WhatLacksOnlyWhatIsNotNeeded",
            [](Case& c) { c.model.tools.value = c.model.vision.value = c.model.json_mode.value = false; }, ""},
        Row{"AStrangerWhateverIsNeeded",
            [](Case& c) {
                c.model = stranger("x");
                c.context.needs_tools = c.context.needs_json = c.context.needs_vision = true;
                c.context.max_output_tokens = 1'000'000;
                c.context.options.max_cost = MicroUsd{1};
            },
            ""}),
    by_name);

TEST(DroppedForHealth, MeansThatNothingElseSpeaksAgainstIt) {
    Case given{.health = &ill};
    EXPECT_TRUE(dropped_for_health(given.model, given.demands()));
    given.policy.denied_models = {"m"};
    EXPECT_FALSE(dropped_for_health(given.model, given.demands()));
    given.health = nullptr;
    EXPECT_FALSE(dropped_for_health(given.model, given.demands()));
}

TEST(Dollars, AreWrittenWithoutNeedlessDigits) {
    EXPECT_EQ(dollars({12'300}), "$0.0123");
    EXPECT_EQ(dollars({0}), "$0.00");
    EXPECT_EQ(dollars({1'500'000}), "$1.50");
    EXPECT_EQ(dollars({1}), "$0.000001");
}

}  // namespace
}  // namespace signalbox
