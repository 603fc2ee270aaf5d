#include "analysis/learned_estimator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

namespace signalbox {
namespace {

constexpr auto ease = static_cast<std::size_t>(Head::ease);
constexpr auto gain = static_cast<std::size_t>(Head::gain);

Estimate estimate(Weights const& weights, std::string_view text) {
    auto const features = std::make_unique<Features>();
    features->read({.head = text, .tail = {}, .bytes = text.size()});
    return LearnedEstimator{weights}.estimate(*features);
}

TEST(LearnedEstimator, HasNoOpinionWithoutWeights) {
    auto const result = estimate(Weights{}, "anything at all");
    EXPECT_DOUBLE_EQ(result.difficulty, 0.5);
    EXPECT_DOUBLE_EQ(result.need, 0.5);
    EXPECT_NEAR(result.confidence, 0.2, 1e-9);
    EXPECT_EQ(result.reasons[0], "");
}

TEST(LearnedEstimator, SumsUpWhatItsWeightsSay) {
    Weights weights;
    auto& proof = weights.dense[dense_index(Signal::proof)];
    proof[ease] = -2;
    proof[gain] = 0.5F;
    proof[static_cast<std::size_t>(Head::analysis)] = 3;
    auto const result = estimate(weights, "Prove it");
    EXPECT_NEAR(result.difficulty, 1 / (1 + std::exp(-2.0)), 1e-6);
    EXPECT_NEAR(result.need, 1 / (1 + std::exp(-0.5)), 1e-6);
    EXPECT_EQ(result.category(), Category::analysis);
    EXPECT_EQ(result.reasons[0], "asks for a proof");
}

TEST(LearnedEstimator, BelievesSingleWordsOnlyInLongerMessages) {
    Weights weights;
    weights.scale[ease] = 1;
    for (std::size_t bin = 0; bin < gram_bins; ++bin) weights.bins[bin * head_stride + ease] = bin % 2 == 0 ? 20 : -20;
    EXPECT_DOUBLE_EQ(estimate(weights, "sort my list").difficulty, 0.5);
    EXPECT_NE(estimate(weights, "please sort my list of names and tell me which one is first").difficulty, 0.5);
}

TEST(LearnedEstimator, AddsWhatACategoryIsWorthAndStraightensItsChances) {
    Weights weights;
    weights.dense[dense_index(Signal::story)][static_cast<std::size_t>(Head::creative)] = 50;
    weights.dense[dense_index(Signal::story)][ease] = 1;
    weights.gain_of[static_cast<std::size_t>(Category::creative)] = 2;
    weights.ease_of[static_cast<std::size_t>(Category::creative)] = {0.5F, 1};
    auto const result = estimate(weights, "a poem");
    EXPECT_NEAR(result.need, 1 / (1 + std::exp(-2.0)), 1e-6);
    EXPECT_NEAR(result.difficulty, 1 / (1 + std::exp(1.5)), 1e-6);
}

TEST(LearnedEstimator, NamesTheHeaviestReasonsFirst) {
    Weights weights;
    weights.dense[dense_index(Signal::compare)][ease] = -1;
    weights.dense[dense_index(Signal::proof)][ease] = -3;
    weights.dense[dense_index(Signal::design)][ease] = 2;
    auto const reasons = estimate(weights, "Prove and compare the design").reasons;
    EXPECT_EQ(reasons[0], "asks for a proof");
    EXPECT_EQ(reasons[1], "asks for a design");
    EXPECT_EQ(reasons[2], "asks to weigh things");
    EXPECT_EQ(reasons[3], "");
}

TEST(LearnedEstimator, HasTheVersionOfItsWeights) {
    auto weights = built_in_weights();
    EXPECT_EQ(LearnedEstimator{weights}.version(), weights.version());
}

}  // namespace
}  // namespace signalbox
