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
    void answer(int nth) {
        ExecutionResult const execution{.usage = {.input = {10}, .output = {5}}, .cost = MicroUsd{300}};
        tell(event::Answered{nth, execution});
    }
    fakes::ManualTime time;
    Metrics metrics{"1"};
    RunMetrics run{metrics, time};
};

TEST_F(RunMetricsTest, CountAGoodAnswerWithItsTokensAndCost) {
    tell(event::Started{0, "small"});
    answer(0);
    ChainResult const result{.attempts = {{.nth = 0, .model = "small", .usage = {.input = {10}}}}};
    tell(event::Completed{result});

    auto const& small = metrics.model("small");
    EXPECT_EQ(small.ok.value(), 1);
    EXPECT_EQ(small.input.value(), 10);
    EXPECT_EQ(small.output.value(), 5);
    EXPECT_EQ(small.micro_usd.value(), 300);
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

TEST_F(RunMetricsTest, CountAFailedCallAndTheFallbackAfterIt) {
    Error const error{Errc::provider_timeout, "late", {}, {}};
    tell(event::Started{0, "small"});
    tell(event::CallFailed{0, "small", error, "large", 1});
    tell(event::Retrying{1, "large", 1, false});
    tell(event::Started{1, "large"});
    answer(1);

    EXPECT_EQ(metrics.model("small").failed[place(Errc::provider_timeout)].value(), 1);
    EXPECT_EQ(metrics.model("large").ok.value(), 1);
    EXPECT_EQ(metrics.fallbacks.value(), 1);
    EXPECT_EQ(metrics.escalations.value(), 0);
}

TEST_F(RunMetricsTest, CountARejectedAnswerAndItsJudge) {
    ValidationResult const poor{.verdict = Verdict::invalid, .judge = "judge", .judge_cost = MicroUsd{7}};
    tell(event::Started{0, "small"});
    answer(0);
    tell(event::Rejected{0, poor, 1});
    tell(event::Retrying{1, "large", 1, true});

    EXPECT_EQ(metrics.escalations.value(), 1);
    EXPECT_EQ(metrics.validations[static_cast<std::size_t>(Verdict::invalid)].value(), 1);
    EXPECT_EQ(metrics.model("judge").micro_usd.value(), 7);
    EXPECT_EQ(metrics.model("small").rejected.value(), 0) << "it did answer";
}

TEST_F(RunMetricsTest, CountAnAttemptThatOurOwnChecksStopped) {
    ValidationResult const poor{.verdict = Verdict::invalid};
    tell(event::Started{0, "small"});
    tell(event::Rejected{0, poor, 1});
    EXPECT_EQ(metrics.model("small").rejected.value(), 1);
}

TEST_F(RunMetricsTest, CountTheCallThatEndedTheRun) {
    Error const error{Errc::provider_auth, "no", {}, {}};
    tell(event::Started{0, "small"});
    tell(event::Failed{error, 1});
    EXPECT_EQ(metrics.model("small").failed[place(Errc::provider_auth)].value(), 1);
    EXPECT_EQ(metrics.cancelled.value(), 0);
}

TEST_F(RunMetricsTest, CountAClientThatLeft) {
    Error const error{Errc::cancelled, "gone", {}, {}};
    tell(event::Started{0, "small"});
    tell(event::Failed{error, 1});
    EXPECT_EQ(metrics.cancelled.value(), 1);
}

TEST_F(RunMetricsTest, CountTheEstimatedTokensOfAnAttemptThatNeverAnswered) {
    Error const error{Errc::upstream_truncated, "cut", {}, {}};
    tell(event::Started{0, "small"});
    tell(event::CallFailed{0, "small", error, "large", 1});
    tell(event::Started{1, "large"});
    answer(1);
    ChainResult const result{.attempts = {{.nth = 0, .model = "small", .error = error, .usage = {.input = {100}}},
                                          {.nth = 1, .model = "large", .usage = {.input = {10}}}}};
    tell(event::Completed{result});
    EXPECT_EQ(metrics.model("small").input.value(), 100);
    EXPECT_EQ(metrics.model("large").input.value(), 10) << "counted once";
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
