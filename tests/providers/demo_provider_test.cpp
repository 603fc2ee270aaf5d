#include "providers/demo_provider.hpp"

#include "fakes/manual_time.hpp"
#include "providers/demo_models.hpp"
#include "providers/demo_pace.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

class Reader final : public DeltaSink {
public:
    explicit Reader(Time& time) : time_{time} {}
    void on_delta(Delta const& delta) override {
        EXPECT_TRUE(delta.frames.empty());
        if (pieces.empty()) first = time_.now();
        pieces.emplace_back(delta.text);
        text += delta.text;
    }
    [[nodiscard]] bool behind() const override { return slow; }
    Task<void> caught_up() override {
        ++waits;
        Cancellation never;
        co_await sleep_until(time_, time_.now() + 1s, never);
        slow = false;
    }
    std::vector<std::string> pieces;
    std::string text;
    TimePoint first{};
    bool slow = false;
    int waits = 0;

private:
    Time& time_;
};

class DemoProviderTest : public ::testing::Test {
protected:
    DemoProviderTest() {
        context.messages.push_back({Role::user, "Write a sorting algorithm"});
        attempt.context = &context;
        attempt.model = &cards[0];
    }
    void start() {
        spawn(provider.complete(attempt, reader, cancellation), [this](auto outcome) { result = std::move(outcome); });
    }

    fakes::ManualTime time;
    TimePoint const begun = time.now();
    std::vector<ModelCard> const cards = demo_models();
    ChainContext context;
    Attempt attempt;
    Reader reader{time};
    Cancellation cancellation;
    DemoProvider provider{time};
    std::optional<Result<ExecutionResult>> result;
};

TEST(DemoModels, DifferInPriceSpeedAndQuality) {
    auto const cards = demo_models();
    ASSERT_EQ(cards.size(), 3U);
    EXPECT_EQ(cards[0].id, "demo/small");
    EXPECT_EQ(cards[1].id, "demo/medium");
    EXPECT_EQ(cards[2].id, "demo/large");
    EXPECT_LT(cards[0].quality.value, cards[1].quality.value);
    EXPECT_LT(cards[1].quality.value, cards[2].quality.value);
    EXPECT_LT(cards[0].price.value.output, cards[2].price.value.output);
    EXPECT_GT(cards[0].tokens_per_second.value, cards[2].tokens_per_second.value);
    EXPECT_EQ(cards[2].price.origin, Origin::config);
}

TEST(DemoPiece, CutsBetweenWordsAndNeverInsideCharacters) {
    EXPECT_EQ(demo_piece("one two"), "one ");
    EXPECT_EQ(demo_piece("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4"), "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc");
    EXPECT_EQ(demo_piece("\u20ac\u20ac\u20ac\u20ac\u20ac"), "\u20ac\u20ac\u20ac\u20ac");
    EXPECT_EQ(demo_piece(""), "");
}

TEST_F(DemoProviderTest, StreamsItsAnswerAtThePaceOfTheModel) {
    start();
    time.advance(240ms);
    EXPECT_TRUE(reader.pieces.empty());
    time.advance(10ms);
    EXPECT_EQ(reader.pieces.size(), 1U);
    time.advance(1s);
    EXPECT_NEAR(static_cast<double>(reader.pieces.size()), 120, 2);
    time.run_out();

    ASSERT_TRUE(result && *result);
    auto const& answer = **result;
    EXPECT_EQ(answer.content, reader.text);
    EXPECT_TRUE(answer.content.contains("merge_sort"));
    EXPECT_EQ(answer.model, "demo/small");
    EXPECT_EQ(answer.finish_reason, FinishReason::stop);
    EXPECT_EQ(answer.usage.output.count, std::ssize(reader.pieces));
    EXPECT_EQ(answer.cost, cost(cards[0].price.value, answer.usage.input, answer.usage.output));
    EXPECT_EQ(answer.first_token, 250ms);
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(DemoProviderTest, TakesLongerOnTheBetterModel) {
    attempt.model = &cards[2];
    start();
    time.run_out();
    ASSERT_TRUE(result && *result);
    EXPECT_EQ(reader.first - begun, 600ms);
    EXPECT_NEAR(static_cast<double>((*result)->usage.output.count) / 50,
                std::chrono::duration<double>((*result)->latency - 600ms).count(), 0.1);
}

TEST_F(DemoProviderTest, SaysNothingBeforeTheEndWhenNotStreamed) {
    attempt.stream = false;
    start();
    time.run_out();
    ASSERT_TRUE(result && *result);
    EXPECT_TRUE(reader.pieces.empty());
    EXPECT_TRUE((*result)->content.contains("merge_sort"));
    EXPECT_EQ((*result)->first_token, Duration{});
}

TEST_F(DemoProviderTest, StopsAtOnceWhenCancelledBeforeTheFirstToken) {
    start();
    time.advance(100ms);
    cancellation.request(Errc::cancelled);
    time.run();
    ASSERT_TRUE(result && !*result);
    EXPECT_EQ(result->error().code, Errc::cancelled);
    EXPECT_TRUE(reader.pieces.empty());
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(DemoProviderTest, StopsAtOnceWhenCancelledBetweenTokens) {
    start();
    time.advance(500ms);
    auto const said = reader.pieces.size();
    cancellation.request(Errc::draining);
    time.run_out();
    ASSERT_TRUE(result && !*result);
    EXPECT_EQ(result->error().code, Errc::draining);
    EXPECT_EQ(reader.pieces.size(), said);
}

TEST_F(DemoProviderTest, EndsAtTheDeadlineOfTheRequest) {
    attempt.deadline = begun + 300ms;
    start();
    time.run_out();
    ASSERT_TRUE(result && !*result);
    EXPECT_EQ(result->error().code, Errc::deadline_exceeded);
    EXPECT_EQ(time.now() - begun, 300ms);
}

TEST_F(DemoProviderTest, EndsAtTheTotalTimeoutOfTheAttempt) {
    attempt.timeouts.total = 300ms;
    start();
    time.run_out();
    ASSERT_TRUE(result && !*result);
    EXPECT_EQ(result->error().code, Errc::provider_timeout);
}

TEST_F(DemoProviderTest, WaitsForAReaderThatIsBehind) {
    reader.slow = true;
    start();
    time.advance(900ms);
    EXPECT_EQ(reader.pieces.size(), 1U);
    time.run_out();
    EXPECT_EQ(reader.waits, 1);
    ASSERT_TRUE(result && *result);
    EXPECT_EQ((*result)->content, reader.text);
}

TEST_F(DemoProviderTest, KeepsToTheTokenLimitOfTheClient) {
    context.max_output_tokens = 5;
    start();
    time.run_out();
    ASSERT_TRUE(result && *result);
    EXPECT_EQ((*result)->usage.output.count, 5);
    EXPECT_EQ((*result)->finish_reason, FinishReason::length);
}

TEST_F(DemoProviderTest, AnswersTheSameEveryTime) {
    start();
    time.run_out();
    auto const first = reader.text;
    reader.text.clear();
    start();
    time.run_out();
    EXPECT_EQ(reader.text, first);
}

}  // namespace
}  // namespace signalbox
