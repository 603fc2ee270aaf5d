#include "routing/route_basis.hpp"
#include "routing/route_cache.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace signalbox {
namespace {

struct Request {
    ChainContext context;
    AnalysisResult analysis{
        .complexity = 8, .category = Category::code, .input_tokens = {1000}, .output_tokens = {900}, .need = 0.81};
    double quality = 0.5;
    std::uint64_t epoch = 1;
};
RouteCache const cache{{.secret = {1, 2}}};
RouteKey key(Request const& request) {
    return cache.key(request.context, request.analysis, request.quality, request.epoch);
}

struct Row {
    std::string name;
    std::function<void(Request&)> change;
};
auto const by_name = [](auto const& row) { return row.param.name; };

class KeysDiffer : public ::testing::TestWithParam<Row> {};
TEST_P(KeysDiffer, By) {
    Request changed;
    GetParam().change(changed);
    EXPECT_FALSE(key(changed) == key(Request{}));
}
INSTANTIATE_TEST_SUITE_P(
    Everything, KeysDiffer,
    ::testing::Values(Row{"Epoch", [](Request& r) { r.epoch = 2; }}, Row{"Knob", [](Request& r) { r.quality = 0.51; }},
                      Row{"Tenant", [](Request& r) { r.context.tenant = "t"; }},
                      Row{"Complexity", [](Request& r) { r.analysis.complexity = 7; }},
                      Row{"Category", [](Request& r) { r.analysis.category = Category::chat; }},
                      Row{"Capabilities", [](Request& r) { r.analysis.capabilities.add(Capability::speed); }},
                      Row{"Need", [](Request& r) { r.analysis.need = 0.86; }},
                      Row{"InputSize", [](Request& r) { r.analysis.input_tokens = {1025}; }},
                      Row{"OutputSize", [](Request& r) { r.analysis.output_tokens = {1025}; }},
                      Row{"OutputLimit", [](Request& r) { r.context.max_output_tokens = 2000; }},
                      Row{"Tools", [](Request& r) { r.context.needs_tools = true; }},
                      Row{"Json", [](Request& r) { r.context.needs_json = true; }},
                      Row{"Vision", [](Request& r) { r.context.needs_vision = true; }},
                      Row{"ValidateYes", [](Request& r) { r.context.options.validate = true; }},
                      Row{"ValidateNo", [](Request& r) { r.context.options.validate = false; }},
                      Row{"Strategy", [](Request& r) { r.context.options.strategy = Strategy::single; }},
                      Row{"MaxCost", [](Request& r) { r.context.options.max_cost = MicroUsd{5}; }},
                      Row{"MaxCostOfNothing", [](Request& r) { r.context.options.max_cost = MicroUsd{0}; }},
                      Row{"AllowedModels", [](Request& r) { r.context.options.allowed_models = {"a"}; }}),
    by_name);

class KeysAgree : public ::testing::TestWithParam<Row> {};
TEST_P(KeysAgree, Despite) {
    Request changed;
    GetParam().change(changed);
    EXPECT_TRUE(key(changed) == key(Request{}));
}
INSTANTIATE_TEST_SUITE_P(WhatPlansDoNotDependOn, KeysAgree,
                         ::testing::Values(Row{"Message",
                                               [](Request& r) { r.context.messages = {{Role::user, "another"}}; }},
                                           Row{"Conversation", [](Request& r) { r.context.conversation_id = "c"; }},
                                           Row{"NeedWithinAStep", [](Request& r) { r.analysis.need = 0.84; }},
                                           Row{"SizeWithinAClass", [](Request& r) { r.analysis.input_tokens = {600}; }},
                                           Row{"Confidence", [](Request& r) { r.analysis.confidence = 0.1; }},
                                           Row{"ModelName", [](Request& r) { r.context.model = "auto:balanced"; }}),
                         by_name);

TEST(RouteKey, KeepsNeighbouringNamesApart) {
    Request one, other;
    one.context.options.allowed_models = {"ab", "c"};
    other.context.options.allowed_models = {"a", "bc"};
    EXPECT_FALSE(key(one) == key(other));
    one = other = Request{};
    one.context.tenant = "a";
    other.context.options.allowed_models = {"a"};
    EXPECT_FALSE(key(one) == key(other));
}

TEST(RouteKey, DependsOnTheSecret) {
    RouteCache const other{{.secret = {1, 3}}};
    Request const request;
    EXPECT_FALSE(other.key(request.context, request.analysis, 0.5, 1) == key(request));
}

TEST(RouteKey, IsShownAsHashComplexityAndCategory) {
    auto const label = key(Request{}).label.str();
    ASSERT_EQ(label.size(), 15U);
    EXPECT_EQ(label.substr(8), "-8-code");
    EXPECT_EQ(label.substr(0, 8).find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ((RouteLabel{0x1'0000'00abU, 10, Category::analysis}.str()), "000000ab-10-analysis");
}

TEST(SizeClass, IsCoarseForSmallAndFineForLarge) {
    EXPECT_EQ(size_class({0}), Tokens{64});
    EXPECT_EQ(size_class({64}), Tokens{64});
    EXPECT_EQ(size_class({65}), Tokens{128});
    EXPECT_EQ(size_class({4096}), Tokens{4096});
    EXPECT_EQ(size_class({4097}), Tokens{4608});
    EXPECT_EQ(size_class({115'000}), Tokens{122'880});
    EXPECT_EQ(size_class({-5}), Tokens{64});
}

TEST(SizeClass, NeverRoundsDownNorUpByMoreThanAnEighth) {
    for (std::int64_t tokens = 4096; tokens < 3'000'000; tokens = tokens * 101 / 100) {
        EXPECT_GE(size_class({tokens}).count, tokens);
        EXPECT_LE(static_cast<double>(size_class({tokens}).count), static_cast<double>(tokens) * 1.125);
    }
}

}  // namespace
}  // namespace signalbox
