#include "learning/evidence.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

constexpr double cut = 7;

AttemptRecord attempt(std::string model, Verdict verdict, double judged = -1) {
    AttemptRecord record{.model = std::move(model)};
    record.validation = ValidationResult{.verdict = verdict, .score = judged};
    if (judged >= 0) record.validation->judge = "judge";
    return record;
}

std::optional<Evidence> evidence(AttemptRecord const& record) { return evidence_of({&record, 1}, 0, cut); }

TEST(Evidence, OfChecksThatPassedIsGoodAndWeak) {
    auto const found = evidence(attempt("a", Verdict::valid));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->source, OutcomeSource::checks);
    EXPECT_EQ(found->score, 1);
    EXPECT_LE(found->weight, 0.1);
}

TEST(Evidence, OfChecksThatFailedIsBadAndSaysMore) {
    auto const found = evidence(attempt("a", Verdict::invalid));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->score, 0);
    EXPECT_GT(found->weight, evidence(attempt("a", Verdict::valid))->weight);
    EXPECT_LT(found->weight, 0.5);
}

TEST(Evidence, OfAJudgeGrowsWithItsScoreAroundTheCut) {
    EXPECT_EQ(evidence(attempt("a", Verdict::invalid, 2))->score, 0);
    EXPECT_EQ(evidence(attempt("a", Verdict::invalid, 5))->score, 0);
    EXPECT_NEAR(evidence(attempt("a", Verdict::valid, 7))->score, 2.0 / 3, 1e-9);
    EXPECT_EQ(evidence(attempt("a", Verdict::valid, 8))->score, 1);
    EXPECT_EQ(evidence(attempt("a", Verdict::valid, 10))->source, OutcomeSource::judge);
}

TEST(Evidence, OfAJudgeIsWorthMoreTheSurerItIs) {
    EXPECT_GT(evidence(attempt("a", Verdict::valid, 9))->weight, evidence(attempt("a", Verdict::valid, 7))->weight);
    EXPECT_GT(evidence(attempt("a", Verdict::invalid, 2))->weight,
              evidence(attempt("a", Verdict::invalid, 6.4))->weight);
    EXPECT_LE(evidence(attempt("a", Verdict::valid, 10))->weight, 1);
}

TEST(Evidence, FollowsTheCutOfTheCategory) {
    auto const record = attempt("a", Verdict::valid, 5);
    EXPECT_GT(evidence_of({&record, 1}, 0, 4)->score, 0.9);
}

TEST(Evidence, OfAnAnswerThatABetterModelReplacedIsBadAndCostly) {
    std::vector const run{attempt("small", Verdict::invalid), attempt("large", Verdict::valid, 9)};
    auto const first = evidence_of(run, 0, cut);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->source, OutcomeSource::escalated);
    EXPECT_EQ(first->score, 0);
    EXPECT_GT(first->weight, evidence(attempt("small", Verdict::invalid))->weight);
    auto const second = evidence_of(run, 1, cut);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->source, OutcomeSource::judge);
    EXPECT_EQ(second->score, 1);
}

TEST(Evidence, DoesNotCallASecondTryOfOneModelAnEscalation) {
    std::vector const run{attempt("small", Verdict::invalid), attempt("small", Verdict::valid)};
    EXPECT_EQ(evidence_of(run, 0, cut)->source, OutcomeSource::checks);
}

TEST(Evidence, IsNoneWhereNobodyCouldSay) {
    EXPECT_FALSE(evidence(attempt("a", Verdict::unknown, 0)));
    EXPECT_FALSE(evidence(AttemptRecord{.model = "a"})) << "nobody looked";

    auto failed = attempt("a", Verdict::invalid);
    failed.error = Error{Errc::provider_timeout, "", {}, {}};
    EXPECT_FALSE(evidence(failed)) << "a failed call says nothing of answers";

    auto lost = attempt("a", Verdict::valid);
    lost.lost = true;
    EXPECT_FALSE(evidence(lost));

    auto combined = attempt("a", Verdict::valid);
    combined.kind = CallKind::synthesis;
    EXPECT_FALSE(evidence(combined)) << "made of others' answers";
}

TEST(Evidence, CountsMembersAndHedges) {
    auto member = attempt("a", Verdict::valid);
    member.kind = CallKind::member;
    EXPECT_TRUE(evidence(member));
    member.kind = CallKind::hedge;
    EXPECT_TRUE(evidence(member));
}

}  // namespace
}  // namespace signalbox
