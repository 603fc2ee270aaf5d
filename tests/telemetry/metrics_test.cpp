#include "telemetry/metrics.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace signalbox::telemetry {
namespace {

std::string page(Metrics const& metrics, Gauges const& gauges = {}) {
    std::string out;
    metrics.render(out, gauges);
    return out;
}

bool has_line(std::string const& text, std::string const& line) { return ("\n" + text).contains("\n" + line + "\n"); }

TEST(Metrics, CountRequestsByRouteAndStatusClass) {
    Metrics metrics{"1.2.3"};
    metrics.route("/api/cache").answered(200, milliseconds{3});
    metrics.route("/api/cache").answered(204, milliseconds{3});
    metrics.route("/api/cache").answered(503, milliseconds{3});

    auto const text = page(metrics);

    EXPECT_TRUE(has_line(text, R"(signalbox_requests_total{route="/api/cache",status="2xx"} 2)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_requests_total{route="/api/cache",status="5xx"} 1)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_build_info{version="1.2.3"} 1)"));
}

TEST(Metrics, ShowTheGaugesTheyAreGiven) {
    Metrics const metrics{"1"};
    auto const text =
        page(metrics, {.connections = 3, .in_flight = 2, .cache_hits = 5, .cache_misses = 7, .cache_entries = 4});
    EXPECT_TRUE(has_line(text, "signalbox_connections 3"));
    EXPECT_TRUE(has_line(text, "signalbox_in_flight 2"));
    EXPECT_TRUE(has_line(text, "signalbox_route_cache_hits_total 5"));
    EXPECT_TRUE(has_line(text, "signalbox_route_cache_misses_total 7"));
    EXPECT_TRUE(has_line(text, "signalbox_route_cache_entries 4"));
}

TEST(Metrics, ShowHowEachModelIsDoing) {
    Metrics const metrics{"1"};
    auto const text =
        page(metrics,
             {.models = {{.model = "a", .breaker = "open", .left_alone_s = 2.5}, {.model = "b", .breaker = "closed"}}});
    EXPECT_TRUE(has_line(text, R"(signalbox_breaker{model="a",state="open"} 1)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_breaker{model="a",state="closed"} 0)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_breaker{model="b",state="closed"} 1)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_left_alone_seconds{model="a"} 2.5)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_left_alone_seconds{model="b"} 0)"));
}

TEST(Metrics, GiveTheSameModelForTheSameId) {
    Metrics metrics{"1"};
    auto& first = metrics.model("small");
    EXPECT_EQ(&first, &metrics.model("small"));
    EXPECT_NE(&first, &metrics.model("large"));
    EXPECT_EQ(&first, &metrics.model("small"));
}

TEST(Metrics, CountModelsBeyondTheLimitAsOther) {
    Metrics metrics{"1"};
    for (std::size_t i = 1; i < Metrics::max_models; ++i) (void)metrics.model("model-" + std::to_string(i));
    EXPECT_EQ(metrics.model("one too many").id, "other");
    EXPECT_EQ(metrics.model("model-1").id, "model-1");
}

TEST(Metrics, PutADurationIntoEachBucketThatHoldsIt) {
    Metrics metrics{"1"};
    metrics.overhead.observe(milliseconds{3});
    metrics.overhead.observe(std::chrono::hours{1});

    auto const text = page(metrics);

    EXPECT_TRUE(has_line(text, R"(signalbox_overhead_seconds_bucket{le="0.0025"} 0)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_overhead_seconds_bucket{le="0.005"} 1)"));
    EXPECT_TRUE(has_line(text, R"(signalbox_overhead_seconds_bucket{le="+Inf"} 2)"));
    EXPECT_TRUE(has_line(text, "signalbox_overhead_seconds_count 2"));
    EXPECT_TRUE(has_line(text, "signalbox_overhead_seconds_sum 3600.003"));
}

TEST(Metrics, EscapeLabelValues) {
    Metrics metrics{"1"};
    metrics.model("odd\"\\\nname").spent_on(CallKind::answer).input.add(1);
    EXPECT_TRUE(
        has_line(page(metrics), R"(signalbox_tokens_total{model="odd\"\\\nname",kind="answer",type="input"} 1)"));
}

// Every sample belongs to a family announced before it, and none is there twice.
TEST(Metrics, AreAValidExposition) {
    Metrics metrics{"1"};
    metrics.route("/metrics").answered(200, milliseconds{1});
    metrics.model("small").failed[0].add();
    std::istringstream lines{page(metrics)};
    std::set<std::string> families;
    std::set<std::string> samples;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# HELP ")) continue;
        if (line.starts_with("# TYPE ")) {
            EXPECT_TRUE(families.insert(line.substr(7, line.find(' ', 7) - 7)).second) << line;
            continue;
        }
        EXPECT_TRUE(samples.insert(line.substr(0, line.rfind(' '))).second) << line;
        auto name = line.substr(0, line.find_first_of("{ "));
        for (std::string const suffix : {"_bucket", "_sum", "_count"}) {
            auto const base = name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : name;
            if (families.contains(base)) name = base;
        }
        EXPECT_TRUE(families.contains(name)) << line;
        EXPECT_NO_THROW((void)std::stod(line.substr(line.rfind(' ') + 1))) << line;
    }
    EXPECT_GE(families.size(), 18U);
}

}  // namespace
}  // namespace signalbox::telemetry
