#include "telemetry/otlp_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::telemetry {
namespace {

TraceSpan run_span() {
    TraceSpan span{.id = 0xab, .parent = 0x00f067aa0ba902b7};
    std::ranges::copy(std::string_view{"4bf92f3577b34da6a3ce929d0e0e4736"}, span.trace.begin());
    return span;
}

TEST(OtlpJson, WritesASpanAsACollectorReadsIt) {
    Span span{
        .trace = run_span(), .id = 0xab, .parent = 0x00f067aa0ba902b7, .kind = SpanKind::client, .name = "chat a\"b"};
    span.began_ns = 1'700'000'000'000'000'000;
    span.ended_ns = 1'700'000'000'000'000'500;
    span.failed = true;
    span.add("gen_ai.request.model", std::string{"a\"b"});
    span.add("n", std::int64_t{7});
    span.add("x", 0.5);
    span.add("t", true);

    EXPECT_EQ(otlp_json({&span, 1}, "box", "1.2"),
              R"({"resourceSpans":[{"resource":{"attributes":[)"
              R"({"key":"service.name","value":{"stringValue":"box"}},)"
              R"({"key":"service.version","value":{"stringValue":"1.2"}}]},)"
              R"("scopeSpans":[{"scope":{"name":"signalbox"},"spans":[)"
              R"({"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00000000000000ab",)"
              R"("parentSpanId":"00f067aa0ba902b7","name":"chat a\"b","kind":3,)"
              R"("startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000500","attributes":[)"
              R"({"key":"gen_ai.request.model","value":{"stringValue":"a\"b"}},)"
              R"({"key":"n","value":{"intValue":"7"}},{"key":"x","value":{"doubleValue":0.5}},)"
              R"({"key":"t","value":{"boolValue":true}}],"status":{"code":2}}]}]}]})");
}

TEST(OtlpJson, LeavesOutTheParentOfASpanThatBeginsItsTrace) {
    Span const span{.trace = run_span(), .id = 1};
    auto const text = otlp_json({&span, 1}, "box", "1");
    EXPECT_FALSE(text.contains("parentSpanId"));
    EXPECT_TRUE(text.contains(R"("status":{})"));
}

}  // namespace
}  // namespace signalbox::telemetry
