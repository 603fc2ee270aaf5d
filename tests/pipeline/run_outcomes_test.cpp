#include "fakes/chain_story.hpp"
#include "fakes/recording_outcomes.hpp"

namespace signalbox {
namespace {

using fakes::RecordingOutcomes;

class RunOutcomesTest : public fakes::ChainStory {
protected:
    RunOutcomesTest() { context.request_id = "request"; }
    bool run() {
        auto chain = orchestrator();
        std::optional<ChainAnswer> answer;
        spawn(chain.run(context, sink, cancellation, {.outcomes = &outcomes, .key = "alice"}),
              [&](ChainAnswer a) { answer = std::move(a); });
        time.run_out();
        return answer && answer->has_value();
    }
    RecordingOutcomes outcomes;
};

TEST_F(RunOutcomesTest, HearARoutedRunOnceAtItsEnd) {
    ASSERT_TRUE(run());
    ASSERT_EQ(outcomes.runs.size(), 1U);
    EXPECT_EQ(outcomes.runs[0].request_id, "request");
    EXPECT_EQ(outcomes.runs[0].model, "small");
    EXPECT_EQ(outcomes.runs[0].key, "alice");
}

TEST_F(RunOutcomesTest, HearNothingOfAPinnedModel) {
    context.model = "large";
    ASSERT_TRUE(run());
    EXPECT_TRUE(outcomes.runs.empty());
}

TEST_F(RunOutcomesTest, HearNothingOfARunWithoutAnAnswer) {
    provider.then_fail(Errc::provider_rejected);
    ASSERT_FALSE(run());
    EXPECT_TRUE(outcomes.runs.empty());
}

TEST_F(RunOutcomesTest, HearThatAModelWasTriedOut) {
    snapshot.registry = ModelRegistry{{fakes::card("small", 0.3, {100'000}), fakes::card("other", 0.2, {110'000})}};
    snapshot.chain.exploration = 1;
    ASSERT_TRUE(run());
    EXPECT_EQ(outcomes.runs[0].model, "other");
    EXPECT_EQ(outcomes.runs[0].explored, 1);
    EXPECT_EQ(cache.stats(time.now()).entries.at(0).model, "small") << "what is remembered is the usual plan";
}

TEST_F(RunOutcomesTest, ARunNeedsNobodyToHear) { EXPECT_TRUE(ask()); }

}  // namespace
}  // namespace signalbox
