#include "core/trace_span.hpp"

#include <gtest/gtest.h>

#include <set>

namespace signalbox {
namespace {

TraceSpan run_span() {
    TraceSpan span{.id = 0xab};
    span.trace.fill('4');
    return span;
}

TEST(TraceSpan, GivesEverythingInARunAnIdOfItsOwn) {
    auto const run = run_span();
    std::set<std::uint64_t> ids{run.id, routing_span(run)};
    for (int nth = -1; nth < 4; ++nth) {
        ids.insert(validation_span(run, nth));
        for (auto const kind : {CallKind::answer, CallKind::hedge, CallKind::judge})
            ids.insert(call_span(run, kind, nth));
    }
    EXPECT_EQ(ids.size(), 2u + 5 * 4);
    EXPECT_EQ(call_span(run, CallKind::judge, 1), call_span(run, CallKind::judge, 1));
}

TEST(TraceSpan, IsTheParentThatACallCarries) {
    EXPECT_EQ(parent_line(run_span(), 0x00f067aa0ba902b7),
              "traceparent: 00-44444444444444444444444444444444-00f067aa0ba902b7-01\r\n");
}

}  // namespace
}  // namespace signalbox
