#include "cli/exit_code.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace signalbox::cli {
namespace {

TEST(ExitCode, IsOnePerClassOfFailure) {
    EXPECT_EQ(exit_code(Errc::invalid_value), ExitCode::usage);
    EXPECT_EQ(exit_code(Errc::no_candidate), ExitCode::no_candidate);
    EXPECT_EQ(exit_code(Errc::model_not_found), ExitCode::no_candidate);
    EXPECT_EQ(exit_code(Errc::provider_auth), ExitCode::provider);
    EXPECT_EQ(exit_code(Errc::upstream_truncated), ExitCode::provider);
    EXPECT_EQ(exit_code(Errc::provider_timeout), ExitCode::timeout);
    EXPECT_EQ(exit_code(Errc::deadline_exceeded), ExitCode::timeout);
    EXPECT_EQ(exit_code(Errc::overloaded), ExitCode::server);
    EXPECT_EQ(exit_code(Errc::budget_exhausted), ExitCode::budget);
    EXPECT_EQ(exit_code(Errc::quota_exhausted), ExitCode::budget);
    EXPECT_EQ(exit_code(Errc::unauthorized), ExitCode::server);
    EXPECT_EQ(exit_code(Errc::forbidden), ExitCode::server);
    EXPECT_EQ(exit_code(Errc::cancelled), ExitCode::interrupted);
    EXPECT_EQ(exit_code(Errc::internal), ExitCode::internal);
}

TEST(ExitCode, NoFailureIsSuccess) {
    for (int i = 0; i < errc_count; ++i) EXPECT_NE(exit_code(static_cast<Errc>(i)), ExitCode::ok);
}

TEST(ExitCode, AServerOutOfReachIsNoProviderFailure) {
    EXPECT_EQ(exit_code(Error{Errc::provider_unreachable, "refused", {}, {}}), ExitCode::provider);
    EXPECT_EQ(exit_code(Error{Errc::provider_unreachable, "refused", "server", {}}), ExitCode::server);
    EXPECT_EQ(exit_code(Error{Errc::cancelled, "gone", "server", {}}), ExitCode::interrupted);
}

TEST(ExitCode, IsInTheDocumentationWithItsNumber) {
    std::ifstream file{SOURCE_DIR "/docs/errors.md"};
    std::stringstream page;
    page << file.rdbuf();
    for (auto const code :
         {ExitCode::ok, ExitCode::internal, ExitCode::usage, ExitCode::configuration, ExitCode::no_candidate,
          ExitCode::provider, ExitCode::timeout, ExitCode::server, ExitCode::budget, ExitCode::interrupted}) {
        EXPECT_NE(page.str().find("| " + std::to_string(static_cast<int>(code)) + " |"), std::string::npos);
    }
}

}  // namespace
}  // namespace signalbox::cli
