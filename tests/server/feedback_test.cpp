#include "fakes/recording_outcomes.hpp"
#include "server/key_hash.hpp"
#include "server/key_table.hpp"
#include "server/test_server.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

using std::string;

constexpr std::string_view some_id = "0123456789abcdef0000000000000001";

string body_of(std::string_view id, std::string_view opinion = R"("score":0.9)") {
    return string{R"({"requestId":")"}.append(id).append("\",").append(opinion).append("}");
}

// A server whose outcomes go to a fake that says what a rating did.
class FeedbackTest : public ServerTest {
protected:
    void start() {
        ServerTest::start();
        on_loop([this] { return shared->outcomes = &outcomes; });
    }
    Reply rate(string const& body, std::string_view fields = "") { return ask(post("/api/feedback", body, fields)); }
    void use_key() {
        ApiKey key;
        key.id = "alice";
        key.tenant = "team";
        key.hash = KeyHasher{}("alice's key");
        key.scopes.add(Scope::chat);
        auto looking = key;
        looking.id = "viewer";
        looking.hash = KeyHasher{}("viewer's key");
        looking.scopes = {};
        looking.scopes.add(Scope::read);
        auto const table = std::make_shared<KeyTable const>(std::vector{key, looking}, false, Clock::now(), nullptr);
        on_loop([&] {
            server->use_keys(table);
            return true;
        });
    }
    fakes::RecordingOutcomes outcomes;
};

TEST_F(FeedbackTest, TakesAScoreForARequest) {
    start();
    auto const reply = rate(body_of(some_id));
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.body, R"({"requestId":"0123456789abcdef0000000000000001","status":"recorded"})");
    ASSERT_EQ(outcomes.ratings.size(), 1U);
    EXPECT_EQ(outcomes.ratings[0].run, (RunId{0x0123456789abcdef, 1}));
    EXPECT_EQ(outcomes.ratings[0].rating.score, 0.9);
    EXPECT_EQ(outcomes.ratings[0].key, "");
}

TEST_F(FeedbackTest, TakesThePreferredOneOfTwo) {
    start();
    EXPECT_EQ(rate(body_of(some_id, R"("preferredOver":"0123456789abcdef0000000000000002")")).status, 200);
    EXPECT_EQ(outcomes.ratings[0].rating.preferred_over, (RunId{0x0123456789abcdef, 2}));
}

TEST_F(FeedbackTest, SaysThatARatingWasKnownOrTookThePlaceOfAnother) {
    outcomes.answer = FeedbackEffect::unchanged;
    start();
    EXPECT_TRUE(rate(body_of(some_id)).body.contains(R"("status":"unchanged")"));
    on_loop([this] { return outcomes.answer = FeedbackEffect::replaced; });
    auto const reply = rate(body_of(some_id));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body.contains(R"("status":"replaced")"));
}

TEST_F(FeedbackTest, KnowsNoRunOfAnotherId) {
    outcomes.answer = fail(Errc::not_found, "", "requestId");
    start();
    auto const reply = rate(body_of(some_id));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.contains(R"("code":"not_found")")) << reply.body;
    EXPECT_TRUE(reply.body.contains("24 hours")) << reply.body;
    EXPECT_EQ(rate(body_of("not an id")).body, reply.body) << "one answer for all of them";
    EXPECT_EQ(rate(body_of(some_id, R"("preferredOver":"x")")).status, 404);
}

TEST_F(FeedbackTest, RefusesWhatItCannotRead) {
    start();
    auto const reply = rate(body_of(some_id, R"("score":8)"));
    EXPECT_EQ(reply.status, 400);
    EXPECT_TRUE(reply.body.contains(R"("param":"score")")) << reply.body;
    EXPECT_EQ(rate("{").status, 400);
    EXPECT_EQ(rate("{}").status, 400);
    EXPECT_TRUE(outcomes.ratings.empty());
}

TEST_F(FeedbackTest, SaysWhenToComeBackAfterTooManyRatings) {
    Error error{Errc::rate_limited, "enough for today", {}, {}};
    error.retry_after = std::chrono::seconds{30};
    outcomes.answer = std::unexpected(error);
    start();
    auto const reply = rate(body_of(some_id));
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.field("retry-after"), "30");
}

TEST_F(FeedbackTest, SaysThatNothingIsLearned) {
    ServerTest::start();
    auto const reply = rate(body_of(some_id));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.body.contains("learning.enabled is false")) << reply.body;
    EXPECT_FALSE(ask(get("/metrics")).body.contains("signalbox_outcomes"));
}

TEST_F(FeedbackTest, IsOfTheKeyThatAsks) {
    start();
    use_key();
    EXPECT_EQ(rate(body_of(some_id)).status, 401);
    EXPECT_EQ(rate(body_of(some_id), "x-api-key: viewer's key\r\n").status, 403) << "who may not ask may not rate";
    EXPECT_EQ(rate(body_of(some_id), "x-api-key: alice's key\r\n").status, 200);
    EXPECT_EQ(outcomes.ratings.at(0).key, "alice");
}

TEST_F(FeedbackTest, IsForRunsThatAreToldWithTheirRequestIdAndKey) {
    start();
    use_key();
    auto const reply = ask(
        post("/v1/chat/completions", R"({"messages":[{"role":"user","content":"hi"}]})", "x-api-key: alice's key\r\n"));
    EXPECT_EQ(reply.status, 200);
    ASSERT_EQ(outcomes.runs.size(), 1U);
    EXPECT_EQ(outcomes.runs[0].request_id, reply.field("x-request-id"));
    EXPECT_EQ(outcomes.runs[0].key, "alice");
}

TEST_F(FeedbackTest, ShowsInMetricsHowLearningGetsOn) {
    outcomes.learning.taken[static_cast<std::size_t>(OutcomeSource::feedback)] = 5;
    outcomes.learning.accepted = 2;
    outcomes.learning.number = 9;
    start();
    auto const page = ask(get("/metrics")).body;
    EXPECT_TRUE(page.contains("signalbox_outcomes_total{source=\"feedback\"} 5\n")) << page;
    EXPECT_TRUE(page.contains("signalbox_refits_total{outcome=\"accepted\"} 2\n"));
    EXPECT_TRUE(page.contains("signalbox_lessons 9\n"));
}

}  // namespace
}  // namespace signalbox::server
