#include "wire/feedback_request.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

class FeedbackRequestTest : public ::testing::Test {
protected:
    Result<FeedbackRequest> read(std::string_view body) { return read_feedback(body, reader); }
    // The member that is refused, and why.
    std::string refused(std::string_view body) {
        auto const request = read(body);
        if (request) return "accepted";
        EXPECT_TRUE(request.error().detail.starts_with(request.error().param)) << request.error().detail;
        return request.error().detail;
    }
    JsonReader reader;
};

TEST_F(FeedbackRequestTest, TakesAScoreFromZeroToOne) {
    for (auto const* score : {"0", "0.5", "1", "1.0"}) {
        auto const request = read(std::string{R"({"requestId":"r1","score":)"} + score + "}");
        ASSERT_TRUE(request) << score;
        EXPECT_EQ(request->request_id, "r1");
        EXPECT_EQ(request->score, std::stod(score));
        EXPECT_FALSE(request->preferred_over);
    }
}

TEST_F(FeedbackRequestTest, TakesThePreferredOneOfTwo) {
    auto const request = read(R"({"requestId":"r1","preferredOver":"r2"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->preferred_over, "r2");
    EXPECT_FALSE(request->score);
}

TEST_F(FeedbackRequestTest, SaysTheScaleOfAScoreThatIsNone) {
    constexpr std::string_view wrong =
        "score: expected a number from 0 (useless) to 1 (perfect); divide marks out of ten by ten";
    for (auto const* score : {"1.01", "-0.01", "8", "1e9", "\"1\"", "true", "null", "[1]", "{}"}) {
        EXPECT_EQ(refused(std::string{R"({"requestId":"r1","score":)"} + score + "}"), wrong) << score;
    }
}

TEST_F(FeedbackRequestTest, NamesWhatIsMissing) {
    EXPECT_EQ(refused("{}"), "requestId: is missing");
    EXPECT_EQ(refused(R"({"score":1})"), "requestId: is missing");
    EXPECT_EQ(refused(R"({"requestId":"r1"})"), "score: is missing; send a number from 0 to 1, or preferredOver");
}

TEST_F(FeedbackRequestTest, NamesWhatIsOfAWrongType) {
    EXPECT_EQ(refused(R"({"requestId":7,"score":1})"), "requestId: expected a string");
    EXPECT_EQ(refused(R"({"requestId":"","score":1})"),
              "requestId: expected the id of a request, as x-request-id told it");
    EXPECT_EQ(refused(R"({"requestId":"r1","preferredOver":null})"), "preferredOver: expected a string");
}

TEST_F(FeedbackRequestTest, RefusesWhatSaysTwoThingsOrNothing) {
    EXPECT_EQ(refused(R"({"requestId":"r1","score":1,"preferredOver":"r2"})"),
              "preferredOver: cannot stand beside score");
    EXPECT_EQ(refused(R"({"requestId":"r1","preferredOver":"r1"})"),
              "preferredOver: expected the id of another request than requestId");
    EXPECT_EQ(refused(R"({"requestId":"r1","score":1,"comment":"nice"})"), "comment: is unknown");
}

TEST_F(FeedbackRequestTest, RefusesWhatIsNoObject) {
    EXPECT_EQ(read("[]").error().code, Errc::invalid_value);
    EXPECT_EQ(read("{").error().code, Errc::invalid_json);
    EXPECT_EQ(read(R"({"requestId":"a","requestId":"b","score":1})").error().code, Errc::invalid_json);
}

}  // namespace
}  // namespace signalbox::wire
