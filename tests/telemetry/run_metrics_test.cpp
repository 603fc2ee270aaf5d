#include "telemetry/run_metrics.hpp"

#include "fakes/manual_time.hpp"
#include "telemetry/tee_sink.hpp"

#include <gtest/gtest.h>

namespace signalbox::telemetry {
namespace {

using namespace std::chrono_literals;

std::size_t place(Errc code) { return static_cast<std::size_t>(code); }

// Tells a run's events to the metrics, as the pipeline would.
class RunMetricsTest : public ::testing::Test {
protected:
    void tell(Event const& event) { run.observe(event); }
    void complete(std::vector<AttemptRecord> attempts, std::vector<SideCall> side_calls = {}) {
        ChainResult result;
        result.attempts = std::move(attempts);
        result.side_calls = std::move(side_calls);
        tell(event::Completed{result});
    }
    fakes::ManualTime time;
    Metrics metrics{"1"};
    RunMetrics run{metrics, time};
    Error const late{Errc::provider_timeout, "late", {}, {}};
};

TEST_F(RunMetricsTest, CountAGoodAnswerWithItsTokensAndCost) {
    complete({{.model = "small", .usage = {.input = {10}, .output = {5}}, .cost = MicroUsd{300}}});

    auto& small = metrics.model("small");
    EXPECT_EQ(small.ok.value(), 1);
    EXPECT_EQ(small.spent_on(CallKind::answer).input.value(), 10);
    EXPECT_EQ(small.spent_on(CallKind::answer).output.value(), 5);
    EXPECT_EQ(small.spent_on(CallKind::answer).micro_usd.value(), 300);
}

TEST_F(RunMetricsTest, CountTheCallsOfAnAnalyzingModelByOutcome) {
    SideCall late{.kind = CallKind::analyzer, .model = "oracle", .outcome = SideOutcome::late};
    SideCall judge{.kind = CallKind::judge, .model = "oracle"};
    complete({{.model = "small"}}, {late, judge});

    EXPECT_EQ(metrics.analyses[static_cast<std::size_t>(SideOutcome::late)].value(), 1);
    EXPECT_EQ(metrics.analyses[static_cast<std::size_t>(SideOutcome::ok)].value(), 0);
    std::string page;
    metrics.render(page, {});
    EXPECT_TRUE(page.contains("signalbox_analyzer_calls_total{outcome=\"late\"} 1\n"));
}

TEST_F(RunMetricsTest, TellTheTimeUntilTheFirstCallFromTheTimeUntilTheFirstToken) {
    time.advance(20us);
    tell(event::Started{0, "small"});
    time.advance(40ms);
    Delta const delta{.text = "a"};
    tell(event::Arrived{0, delta});
    time.advance(1s);
    tell(event::Arrived{0, delta});

    EXPECT_EQ(metrics.overhead.sum(), 20us);
    EXPECT_EQ(metrics.first_token.sum(), 40ms + 20us);
    EXPECT_EQ(metrics.first_token.count(4), 1);  // up to 50 ms
}

TEST_F(RunMetricsTest, TellTheirOwnTimeFromTheWaitForCallsThatMayOverlap) {
    auto const began = time.now();
    time.advance(20us);
    tell(event::Started{0, "small"});
    time.advance(100ms);
    // From 20 us to 60 ms together, then 30 ms of ours.
    complete({{.nth = 0, .model = "small", .latency = 40ms, .began = began},
              {.nth = 1, .model = "large", .latency = 30ms, .began = began + 30ms}},
             {{.model = "judge", .latency = 10ms, .began = began + 90ms + 20us}});

    EXPECT_EQ(metrics.own_time.sum(), 20us + 30ms + 20us);
}

TEST_F(RunMetricsTest, CountCallsAsOpenTelemetryDoes) {
    Delta const delta{.text = "a"};
    time.advance(30ms);
    tell(event::Arrived{0, delta, "small"});
    complete({{.model = "small", .usage = {.input = {10}, .output = {5}}, .latency = 90ms}});

    std::string page;
    metrics.render(page, {.models = {{.model = "small", .provider = "acme", .breaker = "closed"}}});
    std::string const labels =
        R"(gen_ai_operation_name="chat",gen_ai_provider_name="acme",gen_ai_request_model="small")";
    EXPECT_TRUE(page.contains("gen_ai_client_operation_duration_seconds_sum{" + labels + "} 0.09\n"));
    EXPECT_TRUE(
        page.contains("gen_ai_client_token_usage_bucket{" + labels + R"(,gen_ai_token_type="input",le="4"} 0)"));
    EXPECT_TRUE(
        page.contains("gen_ai_client_token_usage_bucket{" + labels + R"(,gen_ai_token_type="input",le="16"} 1)"));
    EXPECT_TRUE(page.contains("gen_ai_client_token_usage_sum{" + labels + R"(,gen_ai_token_type="output"} 5)"));
    EXPECT_TRUE(page.contains("gen_ai_server_time_to_first_token_seconds_sum{" + labels + "} 0.03\n"));
}

TEST_F(RunMetricsTest, CountAFailedCallAndTheFallbackAfterIt) {
    tell(event::Retrying{1, "large", 1, false});
    complete({{.nth = 0, .model = "small", .error = late}, {.nth = 1, .model = "large"}});

    EXPECT_EQ(metrics.model("small").failed[place(Errc::provider_timeout)].value(), 1);
    EXPECT_EQ(metrics.model("large").ok.value(), 1);
    EXPECT_EQ(metrics.fallbacks.value(), 1);
    EXPECT_EQ(metrics.escalations.value(), 0);
}

TEST_F(RunMetricsTest, CountARejectedAnswerAndItsJudge) {
    ValidationResult const poor{.verdict = Verdict::invalid, .judge = "judge"};
    tell(event::Rejected{0, poor, 1});
    tell(event::Retrying{1, "large", 1, true});
    complete({{.model = "small"}},
             {{.kind = CallKind::judge, .model = "judge", .usage = {.input = {90}}, .cost = MicroUsd{7}}});

    EXPECT_EQ(metrics.escalations.value(), 1);
    EXPECT_EQ(metrics.validations[static_cast<std::size_t>(Verdict::invalid)].value(), 1);
    EXPECT_EQ(metrics.model("judge").spent_on(CallKind::judge).micro_usd.value(), 7);
    EXPECT_EQ(metrics.model("judge").spent_on(CallKind::judge).input.value(), 90);
    EXPECT_EQ(metrics.model("judge").spent_on(CallKind::answer).input.value(), 0);
    EXPECT_EQ(metrics.model("small").rejected.value(), 0) << "it did answer";
}

TEST_F(RunMetricsTest, CountAnAttemptThatOurOwnChecksStopped) {
    complete({{.model = "small", .stopped = true}});
    EXPECT_EQ(metrics.model("small").rejected.value(), 1);
    EXPECT_EQ(metrics.model("small").ok.value(), 0);
}

TEST_F(RunMetricsTest, CountTheLoserOfARaceAsLostAndNotAsFailed) {
    Error const cancelled{Errc::cancelled, "not needed", {}, {}};
    complete({{.nth = 0, .model = "small", .error = cancelled, .lost = true}, {.nth = 1, .model = "large"}});
    EXPECT_EQ(metrics.model("small").lost.value(), 1);
    EXPECT_EQ(metrics.model("small").failed[place(Errc::cancelled)].value(), 0);
}

TEST_F(RunMetricsTest, CountTheTokensOfARunThatFails) {
    std::vector<AttemptRecord> const cut{{.model = "small", .error = late, .usage = {.input = {100}, .output = {3}}}};
    tell(event::Failed{late, 1, cut});
    EXPECT_EQ(metrics.model("small").failed[place(Errc::provider_timeout)].value(), 1);
    EXPECT_EQ(metrics.model("small").spent_on(CallKind::answer).input.value(), 100);
    EXPECT_EQ(metrics.cancelled.value(), 0);
}

TEST_F(RunMetricsTest, CountAClientThatLeft) {
    Error const error{Errc::cancelled, "gone", {}, {}};
    tell(event::Failed{error, 1});
    EXPECT_EQ(metrics.cancelled.value(), 1);
}

class CountingSink final : public EventSink {
public:
    void publish(Event const&) override { ++events; }
    void flush() override { ++flushes; }
    [[nodiscard]] bool behind() const override { return true; }
    int events = 0;
    int flushes = 0;
};

TEST_F(RunMetricsTest, ShareTheEventsWithThePublicSink) {
    CountingSink sink;
    TeeSink<CountingSink> tee{run, sink};
    tee.publish(event::Started{0, "small"});
    tee.flush();
    EXPECT_EQ(sink.events, 1);
    EXPECT_EQ(sink.flushes, 1);
    EXPECT_TRUE(tee.behind());
    EXPECT_EQ(metrics.overhead.count(0), 1);
}

}  // namespace
}  // namespace signalbox::telemetry
