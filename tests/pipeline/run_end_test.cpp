#include "pipeline/run_end.hpp"

#include "fakes/chain_story.hpp"
#include "fakes/recording_runs.hpp"
#include "pipeline/routing_record.hpp"

namespace signalbox {
namespace {

class RunEndTest : public fakes::ChainStory {
protected:
    RunEndTest() { context.request_id = "00000000000000010000000000000002"; }
    void run() {
        auto chain = orchestrator();
        std::optional<ChainAnswer> answer;
        spawn(chain.run(context, sink, cancellation, {.records = &records, .key = "alice"}),
              [&](ChainAnswer a) { answer = std::move(a); });
        time.run_out();
        EXPECT_TRUE(answer);
    }
    RoutingRecord record() {
        run();
        EXPECT_EQ(records.ends.size(), 1U);
        return records.ends.empty() ? RoutingRecord{} : record_of(records.ends[0], 77);
    }
    fakes::RecordingRuns records;
};

TEST_F(RunEndTest, IsLeftOnceByARunThatAnswered) {
    auto const kept = record();

    EXPECT_EQ(kept.id, (RunId{1, 2}));
    EXPECT_EQ(kept.at, 77);
    EXPECT_EQ(kept.fate, RunFate::answered);
    EXPECT_EQ(kept.model, "small");
    EXPECT_EQ(kept.primary, "small");
    EXPECT_EQ(kept.analysis.complexity, 5);
    EXPECT_EQ(kept.strongest, "large");
    EXPECT_EQ(kept.party, party_of("alice", records.key));
    EXPECT_EQ(kept.message_bytes, 25);
    EXPECT_EQ(kept.messages, 1);
    EXPECT_FALSE(kept.cached);
    EXPECT_FALSE(kept.direct);
}

TEST_F(RunEndTest, SaysThatARouteWasRemembered) {
    run();
    run();
    ASSERT_EQ(records.ends.size(), 2U);
    EXPECT_FALSE(records.ends[0].cache_hit);
    EXPECT_TRUE(records.ends[1].cache_hit);
}

TEST_F(RunEndTest, IsLeftByAPinnedModelWithoutACounterfactual) {
    context.model = "large";
    auto const kept = record();
    EXPECT_TRUE(kept.direct);
    EXPECT_EQ(kept.model, "large");
    EXPECT_EQ(kept.strongest, "");
    EXPECT_FALSE(kept.strongest_cost);
}

TEST_F(RunEndTest, IsLeftByARunThatFailedWithItsAttempts) {
    context.model = "large";
    provider.then_fail(Errc::provider_rejected);
    auto const kept = record();
    EXPECT_EQ(kept.fate, RunFate::failed);
    EXPECT_EQ(kept.error, "provider_rejected");
    EXPECT_EQ(kept.model, "large");
    EXPECT_NE(kept.attempts.find(R"("outcome":"provider_rejected")"), std::string::npos) << kept.attempts;
}

TEST_F(RunEndTest, TellsACancelledRunFromAFailedOne) {
    cancellation.request(Errc::cancelled);
    EXPECT_EQ(record().fate, RunFate::cancelled);
}

TEST_F(RunEndTest, HashesTheMessageSoThatOnlyTheSameOneMeetsIt) {
    run();
    run();
    context.messages[0].content.back() = '!';
    run();
    ASSERT_EQ(records.ends.size(), 3U);
    EXPECT_EQ(records.ends[0].message, records.ends[1].message);
    EXPECT_NE(records.ends[0].message, records.ends[2].message);
    records.key = {5, 6};
    run();
    EXPECT_NE(records.ends[2].message, records.ends[3].message);
}

TEST_F(RunEndTest, LeavesNothingWhenNothingWasDecided) {
    context.model = "unknown";
    run();
    EXPECT_TRUE(records.ends.empty());
}

TEST_F(RunEndTest, LeavesNothingForAnIdThatIsNoneOfOurs) {
    context.request_id = "mine";
    run();
    EXPECT_TRUE(records.ends.empty());
}

}  // namespace
}  // namespace signalbox
