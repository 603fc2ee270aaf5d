#include "wire/problem.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace signalbox::wire {
namespace {

TEST(Problem, HasACompleteRowForEveryCode) {
    std::set<std::string_view> codes;
    for (int i = 0; i < errc_count; ++i) {
        auto const& row = problem(static_cast<Errc>(i));
        EXPECT_GE(row.status, 400) << i;
        EXPECT_LT(row.status, 600) << i;
        EXPECT_FALSE(row.type.empty()) << i;
        EXPECT_FALSE(row.hint.empty()) << i;
        EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    }
}

TEST(Problem, IsDocumentedWithItsStatus) {
    std::ifstream file{SOURCE_DIR "/docs/errors.md"};
    std::stringstream text;
    text << file.rdbuf();
    for (int i = 0; i < errc_count; ++i) {
        auto const code = static_cast<Errc>(i);
        auto const heading = "\n## " + std::string{name(code)} + "\n" + std::to_string(problem(code).status);
        EXPECT_NE(text.str().find(heading), std::string::npos) << heading;
    }
}

TEST(Problem, SendsClientsAwayOnlyWhenAnotherTryCannotHelp) {
    EXPECT_FALSE(problem(Errc::provider_auth).sdk_should_retry);
    EXPECT_TRUE(problem(Errc::provider_overloaded).sdk_should_retry);
    EXPECT_TRUE(problem(Errc::overloaded).sdk_should_retry);
    EXPECT_TRUE(problem(Errc::provider_rate_limited).sdk_should_retry);
    EXPECT_FALSE(problem(Errc::no_candidate).sdk_should_retry);
}

TEST(Problem, NeverBlamesTheClientForOurKey) {
    EXPECT_EQ(problem(Errc::provider_auth).status, 502);
    EXPECT_EQ(problem(Errc::provider_auth).code, "upstream_auth");
}

TEST(Problem, UsesOpenAisOwnCodesWhereThereAreSome) {
    EXPECT_EQ(problem(Errc::context_length).code, "context_length_exceeded");
    EXPECT_EQ(problem(Errc::model_not_found).code, "model_not_found");
    EXPECT_EQ(problem(Errc::provider_rate_limited).code, "rate_limit_exceeded");
}

TEST(Problem, HasAStatusForWhatWeDoNotSpeak) {
    EXPECT_EQ(status_of({Errc::bad_request, "", "", {}}), 400);
    EXPECT_EQ(status_of({Errc::bad_request, "", "transfer-encoding", {}}), 501);
    EXPECT_EQ(status_of({Errc::bad_request, "", "version", {}}), 505);
    EXPECT_EQ(status_of({Errc::bad_request, "", "expect", {}}), 417);
    EXPECT_EQ(status_of({Errc::invalid_value, "", "version", {}}), 400);
}

TEST(Problem, IsUnavailableWhenItIsKnownWhenAModelMayBeAskedAgain) {
    EXPECT_EQ(status_of({Errc::provider_overloaded, "", "", {}}), 502);
    EXPECT_EQ(status_of({Errc::provider_overloaded, "", "", std::chrono::seconds{5}}), 503);
}

TEST(Problem, IsToldInTheErrorsOwnWordsElseByItsHint) {
    auto error = fail(Errc::provider_timeout, "no token in time").error();
    EXPECT_EQ(message_of(error), "no token in time");
    error.detail.clear();
    EXPECT_EQ(message_of(error), problem(Errc::provider_timeout).hint);
}

TEST(Problem, IsWrittenInOpenAisShape) {
    std::string out;
    append_problem(out, {Errc::invalid_value, "messages: is missing", "messages", {}});
    EXPECT_EQ(
        out,
        R"({"error":{"message":"messages: is missing","type":"invalid_request_error","param":"messages","code":"invalid_value"}})");
    out.clear();
    append_problem(out, {Errc::overloaded, "", "", {}});
    EXPECT_EQ(
        out,
        R"({"error":{"message":"try again after Retry-After","type":"overloaded_error","param":null,"code":"overloaded"}})");
}

}  // namespace
}  // namespace signalbox::wire
