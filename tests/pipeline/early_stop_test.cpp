#include "fakes/chain_story.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox {
namespace {

using fakes::Script;
using Words = std::vector<std::string>;

constexpr std::string_view good = "Take the list, and put each item where it belongs. ";

std::vector<std::string> repeated(std::string_view text, std::size_t times) {
    return std::vector<std::string>(times, std::string{text});
}

std::string joined(std::vector<std::string> const& pieces) {
    std::string text;
    for (auto const& piece : pieces) text += piece;
    return text;
}

Script endless() { return {.pieces = repeated("Sort the list and then sort the list again. ", 400)}; }

Script refusal(int rules = 100) {
    auto pieces = repeated("Nobody is told how a list is sorted, for reasons of my own. ", 1);
    pieces.insert(pieces.begin(), "I'm sorry, but I can't help with that request. ");
    for (int i = 0; i < rules; ++i) pieces.push_back("Rule " + std::to_string(i * 7) + " forbids it. ");
    return {.pieces = pieces};
}

// Runs in which a hopeless answer streams.
class EarlyStopTest : public fakes::ChainStory {};

TEST_F(EarlyStopTest, HangsUpOnARefusalAndAsksTheBetterModel) {
    provider.then(refusal()).then(std::string{good});

    auto const result = ask();

    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, good);
    EXPECT_TRUE(result->validated);
    EXPECT_EQ(provider.asked(), (Words{"small", "large"}));
    EXPECT_EQ(provider.cancelled(), 1);
    EXPECT_EQ(sink.screen(), good);
    EXPECT_TRUE(sink.told("rejected:stopped"));
    EXPECT_FALSE(sink.told("callfailed:cancelled"));
}

TEST_F(EarlyStopTest, WritesIntoTheLedgerWhatCameAndWhatWasSaved) {
    provider.then(refusal()).then(std::string{good});
    auto const result = ask();
    ASSERT_TRUE(result);
    auto const& stopped = result->attempts.front();
    EXPECT_TRUE(stopped.stopped);
    EXPECT_FALSE(stopped.error);
    EXPECT_TRUE(stopped.usage.estimated);
    EXPECT_GT(stopped.usage.output.count, 20);
    EXPECT_LT(stopped.usage.output.count, 60);
    EXPECT_EQ(stopped.usage.output.count + stopped.saved.count, 200);  // as analysis expected
    EXPECT_TRUE(stopped.cost);
    ASSERT_TRUE(stopped.validation);
    EXPECT_EQ(
        stopped.validation->reasoning,
        "stopped early, after about " + std::to_string(stopped.usage.output.count) + " tokens of some 200 expected");
    EXPECT_TRUE(stopped.validation->issues.front().starts_with("refusal: "));
    EXPECT_FALSE(result->attempts.back().stopped);
    EXPECT_EQ(result->attempts.back().saved.count, 0);
}

TEST_F(EarlyStopTest, StopsTheSameBehindAGateUnseen) {
    context.options.stream = StreamPolicy::gated;
    provider.then(refusal()).then(std::string{good});
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.text(), good);
    EXPECT_TRUE(result->attempts.front().stopped);
}

TEST_F(EarlyStopTest, StopsTheSameInAStrictStream) {
    context.options.stream = StreamPolicy::strict;
    provider.then(endless()).then(std::string{good});
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.text(), good);
    EXPECT_TRUE(result->attempts.front().stopped);
}

TEST_F(EarlyStopTest, LetsARefusalComeWhenThereIsNoBetterModel) {
    context.options.allowed_models = {"small"};
    auto const script = refusal(15);
    provider.then(script);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, joined(script.pieces));
    EXPECT_FALSE(result->validated);
    EXPECT_FALSE(result->attempts.front().stopped);
    EXPECT_EQ(provider.cancelled(), 0);
}

TEST_F(EarlyStopTest, LetsARefusalComeWhenTheBetterModelIsTooDear) {
    context.options.max_cost = MicroUsd{40};  // small: 30 for 100 and 200 tokens
    provider.then(refusal());
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->attempts.front().stopped);
}

TEST_F(EarlyStopTest, HangsUpOnALoopEvenWhenThereIsNoBetterModel) {
    context.options.allowed_models = {"small"};
    provider.then(endless());
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->attempts.front().stopped);
    EXPECT_EQ(result->execution.finish_reason, FinishReason::length);
    EXPECT_FALSE(result->validated);
    EXPECT_EQ(result->response, sink.screen());
    EXPECT_TRUE(sink.told("validated:invalid:stopped"));
}

TEST_F(EarlyStopTest, EndsAnOpenGateOnALoopWithoutAnotherAttempt) {
    context.options.stream = StreamPolicy::gated;
    auto script = endless();
    for (int i = 29; i >= 0; --i) {
        script.pieces.insert(script.pieces.begin(), "Item " + std::to_string(i * 31) + " goes before its follower. ");
    }
    provider.then(script);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(provider.asked(), (Words{"small"}));
    EXPECT_TRUE(sink.told("committed"));
    EXPECT_TRUE(result->attempts.front().stopped);
    EXPECT_EQ(result->execution.finish_reason, FinishReason::length);
    EXPECT_FALSE(result->validated);
    EXPECT_EQ(result->response, sink.screen());
    EXPECT_LT(result->response.size(), joined(script.pieces).size() / 2);
}

TEST_F(EarlyStopTest, KeepsTheTextThatCameWhenTheBetterModelFails) {
    provider.then(refusal()).then_fail(Errc::provider_auth);
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->response.starts_with("I'm sorry"));
    EXPECT_EQ(result->response, sink.screen());
    EXPECT_EQ(result->execution.finish_reason, FinishReason::length);
    EXPECT_FALSE(result->validated);
}

TEST_F(EarlyStopTest, StopsNothingWithoutChecks) {
    context.options.validate = false;
    provider.then(endless());
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(provider.cancelled(), 0);
    EXPECT_FALSE(result->attempts.front().stopped);
}

TEST_F(EarlyStopTest, TakesNoStopForAFailureOfTheModel) {
    snapshot.chain.breaker.failures = 1;
    snapshot.health = std::make_shared<HealthIndex const>(snapshot.registry, snapshot.chain.breaker);
    provider.then(refusal()).then(std::string{good});
    ASSERT_TRUE(ask());
    EXPECT_EQ(snapshot.health->find("small")->breaker(time.now()), BreakerState::closed);
}

TEST_F(EarlyStopTest, StopsAContinuationThatNeverEnds) {
    snapshot.chain.on_cut = OnCut::proceed;
    auto begun = Script{.pieces = {"Take the list. "}, .error = Error{Errc::upstream_truncated, "", {}, {}}};
    provider.then(begun).then(endless());
    context.options.max_retries = 1;
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->attempts.back().stopped);
    EXPECT_TRUE(result->response.starts_with("Take the list. Sort the list"));
    EXPECT_EQ(result->response, sink.screen());
}

TEST_F(EarlyStopTest, LeavesARaceToTheOtherModel) {
    context.options.strategy = Strategy::speculative;
    snapshot.chain.speculative = {.delay = Duration{}, .max_share = 1};
    auto slow = endless();
    slow.gap = std::chrono::milliseconds{10};
    provider.then_for("small", slow);
    provider.then_for("large", Script{.pieces = {std::string{good}}, .first = std::chrono::seconds{30}});
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->response, good);
    EXPECT_TRUE(result->attempts.front().stopped);
    EXPECT_FALSE(result->attempts.front().lost);
    EXPECT_EQ(sink.screen(), good);
}

TEST_F(EarlyStopTest, HangsUpOnAHopelessMemberOfAnEnsemble) {
    context.options.strategy = Strategy::ensemble;
    context.options.ensemble_models = {"small", "large"};
    snapshot.chain.ensemble.quorum = 1;
    provider.then_for("small", endless());
    provider.then_for("large", std::string{good});
    provider.then_for("large", "Put each item where it belongs.");
    auto const result = ask();
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->attempts.front().stopped);
    EXPECT_EQ(provider.cancelled(), 1);
}

}  // namespace
}  // namespace signalbox
