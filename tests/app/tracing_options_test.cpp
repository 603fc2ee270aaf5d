#include "app/config.hpp"
#include "app/fake_environment.hpp"
#include "app/known_providers.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

Result<TracingOptions> options(std::string_view text, Variables variables = {}) {
    auto const environment = fakes::environment(std::move(variables));
    auto config = parse_config(text, "s.yaml", environment);
    if (!config) return std::unexpected(config.error());
    if (auto applied = apply_environment(*config, environment); !applied) return std::unexpected(applied.error());
    return config->tracing;
}

TEST(TracingOptions, AreOffWithoutAWord) {
    auto const usual = options("");
    ASSERT_TRUE(usual);
    EXPECT_EQ(*usual, TracingOptions{});
    EXPECT_TRUE(usual->endpoint.empty());
}

TEST(TracingOptions, AreRead) {
    auto const read = options(
        "tracing: {endpoint: 'https://c.example', sample: 0.1, service: box, headers: {Authorization: 'Bearer "
        "${K}'}}",
        {{"K", "secret"}});
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, (TracingOptions{.endpoint = "https://c.example",
                                     .sample = 0.1,
                                     .service = "box",
                                     .headers = {{"Authorization", "Bearer secret"}}}));
}

TEST(TracingOptions, TakeWhatTheFileLeavesOpenFromOpenTelemetrysVariables) {
    Variables const variables{{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"},
                              {"OTEL_EXPORTER_OTLP_HEADERS", "a=1, b=x=y"},
                              {"OTEL_SERVICE_NAME", "gate"}};
    auto const read = options("tracing: {service: box}", variables);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->endpoint, "http://127.0.0.1:4318");
    EXPECT_EQ(read->headers, (Headers{{"a", "1"}, {"b", "x=y"}}));
    EXPECT_EQ(read->service, "box");
}

TEST(TracingOptions, RefuseWhatCannotWork) {
    EXPECT_NE(options("tracing: {sample: 2}").error().detail.find("tracing.sample"), std::string::npos);
    EXPECT_NE(options("tracing: {endpoint: 'http://c.example'}").error().detail.find("tracing.endpoint"),
              std::string::npos);
    EXPECT_NE(options("tracing: {headers: {Authorization: abc}}").error().detail.find("must not stand in the file"),
              std::string::npos);
    EXPECT_NE(options("", {{"OTEL_EXPORTER_OTLP_ENDPOINT", "c.example"}}).error().detail.find("OTEL_EXPORTER"),
              std::string::npos);
}

}  // namespace
}  // namespace signalbox::app
