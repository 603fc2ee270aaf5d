#include "telemetry/totals.hpp"

#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

namespace signalbox::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 1> routes{"/v1/chat/completions"};

TEST(Totals, AreOfTheRoutesThatAskModels) {
    Metrics metrics{"1"};
    metrics.route("/v1/chat/completions").answered(200, 3ms);
    metrics.route("/v1/chat/completions").answered(404, 1ms);
    metrics.route("/v1/chat/completions").answered(502, 1ms);
    metrics.route("/metrics").answered(200, 1ms);
    auto const totals = metrics.totals(routes);
    EXPECT_EQ(totals.requests, 3);
    EXPECT_EQ(totals.refused, 1);
    EXPECT_EQ(totals.failed, 1);
    EXPECT_EQ(totals.latency.total(), 3);
}

TEST(Totals, SumUpWhatModelsDidAndCost) {
    Metrics metrics{"1"};
    auto& model = metrics.model("a");
    model.ok.add(2);
    model.failed[static_cast<std::size_t>(Errc::provider_overloaded)].add();
    model.spent_on(CallKind::answer).add({.input = {10}, .output = {20}}, MicroUsd{500});
    model.spent_on(CallKind::judge).add({.input = {1}, .output = {2}}, MicroUsd{50});
    metrics.rejected[static_cast<std::size_t>(Errc::invalid_json)].add();
    auto const totals = metrics.totals(routes);
    EXPECT_EQ(totals.micro_usd, 550);
    EXPECT_EQ(totals.input_tokens, 11);
    EXPECT_EQ(totals.output_tokens, 22);
    EXPECT_EQ(totals.errors[static_cast<std::size_t>(Errc::provider_overloaded)], 1);
    EXPECT_EQ(totals.errors[static_cast<std::size_t>(Errc::invalid_json)], 1);
    ASSERT_EQ(totals.models.size(), 2U);
    EXPECT_EQ(totals.models[1].model, "a");
    EXPECT_EQ(totals.models[1].answers, 2);
    EXPECT_EQ(totals.models[1].failed, 1);
}

TEST(Totals, TellWhatHappenedBetweenTwoMoments) {
    Metrics metrics{"1"};
    metrics.model("a").ok.add(2);
    metrics.escalations.add(1);
    auto const before = metrics.totals(routes);
    metrics.model("a").ok.add(3);
    metrics.model("b").ok.add(1);
    metrics.escalations.add(4);
    metrics.first_token.observe(30ms);
    auto const grown = metrics.totals(routes).since(before);
    EXPECT_EQ(grown.escalations, 4);
    EXPECT_EQ(grown.models[1].answers, 3);
    EXPECT_EQ(grown.models[2].answers, 1) << "met since";
    EXPECT_EQ(grown.first_token.total(), 1);
}

TEST(Percentiles, LieOnALineThroughTheirBucket) {
    Histogram histogram{request_bounds};
    for (int i = 0; i < 10; ++i) histogram.observe(70ms);  // between 50 and 100
    Buckets buckets;
    for (std::size_t i = 0; i < buckets.counts.size(); ++i) buckets.counts[i] = histogram.count(i);
    EXPECT_DOUBLE_EQ(buckets.percentile_ms(request_bounds, 0.5), 75);
    EXPECT_DOUBLE_EQ(buckets.percentile_ms(request_bounds, 1), 100);
    EXPECT_EQ(Buckets{}.percentile_ms(request_bounds, 0.5), 0);
}

TEST(Percentiles, OfWhatIsAboveAllBoundsAreTheLastBound) {
    Histogram histogram{request_bounds};
    histogram.observe(500s);
    Buckets buckets;
    for (std::size_t i = 0; i < buckets.counts.size(); ++i) buckets.counts[i] = histogram.count(i);
    EXPECT_DOUBLE_EQ(buckets.percentile_ms(request_bounds, 0.5), 120'000);
}

}  // namespace
}  // namespace signalbox::telemetry
