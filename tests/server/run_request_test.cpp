#include "server/run_request.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace signalbox::server {
namespace {

Result<RunRequest> read(std::string_view query, std::string_view last_event_id = {}) {
    wire::RequestHead head;
    head.query = query;
    head.last_event_id = last_event_id;
    return read_run_request(head);
}

TEST(RunRequest, IsEmptyForAnOrdinaryRequest) {
    auto const request = read("");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->id, "");
    EXPECT_FALSE(request->resumable);
}

TEST(RunRequest, NamesARunAndItsToken) {
    auto const request = read("id=orc_1&token=t");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->id, "orc_1");
    EXPECT_EQ(request->token, "t");
    EXPECT_EQ(request->after, 0);
}

TEST(RunRequest, TakesTheRunFromTheEventIdAlone) {
    auto const request = read("", "orc_1:17");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->id, "orc_1");
    EXPECT_EQ(request->after, 17);
}

TEST(RunRequest, RefusesAnEventOfAnotherRun) {
    auto const request = read("id=orc_2", "orc_1:17");
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, "last-event-id");
}

TEST(RunRequest, FindsNothingBehindAnEventIdThatWasNotMadeHere) {
    for (auto const* id : {"x", "orc_1:", "orc_1:-1", "orc_1:1x", "orc_1: 1", "orc_1:99999999999999999999"}) {
        auto const request = read("", id);
        ASSERT_FALSE(request) << id;
        EXPECT_EQ(request.error().code, Errc::not_found) << id;
    }
}

TEST(RunRequest, ReadsTheWishForARunThatOutlivesItsConnection) {
    EXPECT_TRUE(read("resumable=true")->resumable);
    EXPECT_FALSE(read("resumable=false")->resumable);
    EXPECT_EQ(read("resumable=yes").error().param, "resumable");
    EXPECT_EQ(read("resumable").error().param, "resumable");
}

TEST(RunRequest, TakesNoEmptyToken) {
    EXPECT_EQ(read("id=orc_1&token=").error().param, "token");
    EXPECT_EQ(read("id=orc_1&token=t&token=").error().param, "token");
}

TEST(RunRequest, NamesAParameterThatItDoesNotKnow) { EXPECT_EQ(read("id=orc_1&colour=red").error().param, "colour"); }

}  // namespace
}  // namespace signalbox::server
