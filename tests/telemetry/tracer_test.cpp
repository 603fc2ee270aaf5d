#include "telemetry/tracer.hpp"

#include <gtest/gtest.h>

namespace signalbox::telemetry {
namespace {

constexpr std::string_view low = "00000000000000000000000000000001";
constexpr std::string_view high = "0000000000000000ffffffffffffffff";
wire::TraceParent const sampled{.trace = "4bf92f3577b34da6a3ce929d0e0e4736", .span = 0xf0, .sampled = true};
wire::TraceParent const unsampled{.trace = "4bf92f3577b34da6a3ce929d0e0e4736", .span = 0xf0, .sampled = false};

TEST(Tracer, RecordsTheConfiguredShareOfTracesThatBeginHere) {
    Tracer const half{0.5};
    EXPECT_TRUE(half.begin(std::nullopt, low, 7).recorded());
    EXPECT_FALSE(half.begin(std::nullopt, high, 7).recorded());
    EXPECT_FALSE(Tracer{0}.begin(std::nullopt, low, 7).recorded());
}

TEST(Tracer, GivesATraceThatBeginsHereTheIdOfItsRequest) {
    auto const span = Tracer{1}.begin(std::nullopt, low, 7);
    EXPECT_EQ(span.trace_id(), low);
    EXPECT_EQ(span.id, 7u);
    EXPECT_EQ(span.parent, 0u);
}

TEST(Tracer, DoesAsTheClientsTraceSays) {
    auto const span = Tracer{0}.begin(sampled, high, 7);
    EXPECT_TRUE(span.recorded());
    EXPECT_EQ(span.trace_id(), sampled.trace);
    EXPECT_EQ(span.parent, 0xf0u);
    EXPECT_FALSE(Tracer{1}.begin(unsampled, high, 7).recorded());
}

TEST(Tracer, DropsTheSpansOfARunThatFindsNoRoom) {
    Tracer tracer{1, 3};
    tracer.ended(std::vector<Span>(2));
    tracer.ended(std::vector<Span>(2));
    tracer.ended(std::vector<Span>(1));

    EXPECT_EQ(tracer.dropped.value(), 2);
    EXPECT_EQ(tracer.take(2).size(), 2u);
    EXPECT_EQ(tracer.take(2).size(), 1u);
    EXPECT_TRUE(tracer.take(2).empty());
}

}  // namespace
}  // namespace signalbox::telemetry
