#include "telemetry/log.hpp"

#include "telemetry/log_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace signalbox::telemetry {
namespace {

TEST(Log, WritesOneJsonObjectForARequest) {
    std::ostringstream out;
    Log log{LogLevel::info, out};

    log.request({.request_id = "abc",
                 .route = "/v1/chat/completions",
                 .status = 200,
                 .model = "small",
                 .attempts = 2,
                 .cost = MicroUsd{1500},
                 .cache_hit = true,
                 .took = std::chrono::microseconds{1234}});

    auto const line = out.str();
    EXPECT_TRUE(line.starts_with(R"({"ts":"2)"));
    EXPECT_TRUE(line.ends_with(R"("level":"info","event":"request","request_id":"abc","route":"/v1/chat/completions",)"
                               R"("status":200,"model":"small","attempts":2,"cost_usd":0.0015,"cache":true,"ms":1.234})"
                               "\n"))
        << line;
}

TEST(Log, WarnsOfServerErrorsAndNamesThem) {
    std::ostringstream out;
    Log log{LogLevel::warn, out};
    log.request({.request_id = "a", .route = "/healthz", .status = 200});
    log.request({.request_id = "b", .route = "/v1/chat/completions", .status = 502, .error = "provider_auth"});
    EXPECT_FALSE(out.str().contains("\"a\""));
    EXPECT_TRUE(out.str().contains(R"("level":"warn")"));
    EXPECT_TRUE(out.str().contains(R"("error":"provider_auth")"));
}

TEST(Log, SaysNothingWhenItIsOff) {
    std::ostringstream out;
    Log log{LogLevel::off, out};
    log.note(LogLevel::error, "start");
    EXPECT_EQ(out.str(), "");
}

TEST(Log, KeepsAForgedLineInsideItsValue) {
    std::ostringstream out;
    Log log{LogLevel::info, out};
    log.note(LogLevel::info, "reload", {{"file", "a\"\n{\"level\":\"error\"}\x1b[31m"}});
    EXPECT_TRUE(out.str().contains(R"("file":"a\"\u000a{\"level\":\"error\"}\u001b[31m"})")) << out.str();
    EXPECT_EQ(std::ranges::count(out.str(), '\n'), 1);
}

TEST(Log, CutsALongValue) {
    std::ostringstream out;
    Log log{LogLevel::info, out};
    log.note(LogLevel::info, "x", {{"value", std::string(100'000, 'a')}});
    EXPECT_LT(out.str().size(), 1000U);
    EXPECT_TRUE(out.str().ends_with("a\"}\n"));
}

TEST(LogLine, StampsTheTimeInMilliseconds) {
    using namespace std::chrono;
    LogLine line{system_clock::time_point{sys_days{2026y / November / 24}} + 16h + 5min + 7ms, "info"};
    EXPECT_EQ(line.close(), R"({"ts":"2026-11-24T16:05:00.007Z","level":"info"})");
}

}  // namespace
}  // namespace signalbox::telemetry
