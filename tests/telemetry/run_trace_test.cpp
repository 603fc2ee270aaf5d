#include "telemetry/run_trace.hpp"

#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::telemetry {
namespace {

using namespace std::chrono_literals;

class RunTraceTest : public ::testing::Test {
protected:
    static TraceSpan run_span() {
        TraceSpan span{.id = 0xab, .parent = 0xf0};
        span.trace.fill('1');
        return span;
    }
    static bool has(Span const& span, std::string_view name, Span::Value const& value) {
        return std::ranges::find(span.attributes, std::pair{name, value}) != span.attributes.end();
    }
    fakes::ManualTime time;
    Tracer tracer{1};
    RunTrace trace{tracer, time, {.span = run_span(), .route = "/v1/x", .request_id = "id"}};
};

TEST_F(RunTraceTest, LeavesTheRequestItsRouteItsCallsAndItsValidations) {
    auto const began = time.now();
    RoutingPlan plan;
    plan.primary = "small";
    time.advance(1ms);
    trace.observe(event::Routed{plan, true, false});
    trace.observe(event::Validating{1});
    time.advance(9ms);
    ValidationResult const good{.verdict = Verdict::valid, .score = 8};
    trace.observe(event::Validated{1, good});
    ChainResult result;
    result.model = "large";
    result.attempts = {{.nth = 0,
                        .model = "small",
                        .error = Error{Errc::provider_timeout, "a secret", {}, {}},
                        .latency = 3ms,
                        .began = began + 1ms},
                       {.nth = 1, .model = "large", .usage = {.input = {10}, .output = {5}}, .began = began + 4ms}};
    result.side_calls = {{.kind = CallKind::judge, .model = "judge", .attempt = 1, .began = began + 5ms}};
    trace.observe(event::Completed{result});

    auto const spans = tracer.take(99);
    ASSERT_EQ(spans.size(), 6u);
    auto const& request = spans[0];
    EXPECT_EQ(request.id, 0xabu);
    EXPECT_EQ(request.parent, 0xf0u);
    EXPECT_EQ(request.kind, SpanKind::server);
    EXPECT_EQ(request.ended_ns - request.began_ns, 10'000'000);
    EXPECT_TRUE(has(request, "http.response.status_code", std::int64_t{200}));
    EXPECT_EQ(spans[1].name, "route");
    EXPECT_TRUE(has(spans[1], "signalbox.route.cache_hit", true));
    EXPECT_EQ(spans[2].name, "validate");
    EXPECT_EQ(spans[2].ended_ns - spans[2].began_ns, 9'000'000);
    auto const& first = spans[3];
    EXPECT_EQ(first.name, "chat small");
    EXPECT_EQ(first.kind, SpanKind::client);
    EXPECT_EQ(first.id, call_span(run_span(), CallKind::answer, 0));
    EXPECT_EQ(first.began_ns - request.began_ns, 1'000'000);
    EXPECT_EQ(first.ended_ns - first.began_ns, 3'000'000);
    EXPECT_TRUE(first.failed);
    EXPECT_TRUE(has(first, "error.type", std::string{"provider_timeout"}));
    EXPECT_TRUE(has(spans[4], "gen_ai.usage.input_tokens", std::int64_t{10}));
    EXPECT_FALSE(spans[4].failed);
    EXPECT_EQ(spans[5].id, call_span(run_span(), CallKind::judge, 1));
    for (auto const& span : spans) EXPECT_EQ(span.parent, span.id == 0xab ? 0xf0u : 0xabu);
}

TEST_F(RunTraceTest, TellsAFailureByItsCodeAlone) {
    Error const error{Errc::provider_timeout, "words of a prompt", {}, {}};
    trace.observe(event::Failed{error, 0});

    auto const spans = tracer.take(99);
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_TRUE(spans[0].failed);
    EXPECT_TRUE(has(spans[0], "error.type", std::string{"provider_timeout"}));
    EXPECT_TRUE(has(spans[0], "http.response.status_code", std::int64_t{504}));
}

TEST_F(RunTraceTest, HoldsAClientsMistakeForNoErrorOfTheServer) {
    Error const error{Errc::model_not_found, "no such model", {}, {}};
    trace.observe(event::Failed{error, 0});
    EXPECT_FALSE(tracer.take(99).front().failed);
}

}  // namespace
}  // namespace signalbox::telemetry
