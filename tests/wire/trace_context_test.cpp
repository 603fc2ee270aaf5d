#include "wire/trace_context.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox::wire {
namespace {

using std::string;

string const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
string const parent = "00-" + trace + "-00f067aa0ba902b7-01";

string lines_of(string const& fields) {
    auto const bytes = "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    RequestHead head;
    auto const read = parse_request_head(bytes, {}, head);
    EXPECT_TRUE(read) << (read ? "" : read.error().detail);
    return trace_lines(head);
}
string with_parent(string const& value) { return lines_of("traceparent: " + value + "\r\n"); }
string with_state(string const& value) {
    return lines_of("traceparent: " + parent + "\r\ntracestate: " + value + "\r\n");
}
string const only_parent = "traceparent: " + parent + "\r\n";

TEST(TraceContext, IsPassedOnAsItCame) {
    EXPECT_EQ(with_parent(parent), only_parent);
    EXPECT_EQ(lines_of("TraceParent:  " + parent + " \r\n"), only_parent);
    EXPECT_EQ(with_state("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"),
              only_parent + "tracestate: rojo=00f067aa0ba902b7,congo=t61rcWkgMzE\r\n");
}

TEST(TraceContext, IsNothingWhereNoneCame) {
    EXPECT_EQ(lines_of(""), "");
    EXPECT_EQ(lines_of("tracestate: rojo=1\r\n"), "") << "a state belongs to a parent";
}

TEST(TraceContext, IsDroppedWhenTheParentIsBroken) {
    for (auto const& broken : std::vector<string>{
             "0",
             string(55, '-'),
             parent.substr(1),
             parent + "0",
             parent + "-what",
             "ff" + parent.substr(2),
             "0G" + parent.substr(2),
             "00-" + string(32, '0') + "-00f067aa0ba902b7-01",
             "00-" + trace + "-" + string(16, '0') + "-01",
             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
             "00-" + trace + "-00f067aa0ba902b7-0x",
             "00-" + trace + "_00f067aa0ba902b7-01",
         })
        EXPECT_EQ(with_parent(broken), "") << broken;
}

TEST(TraceContext, IsDroppedWhenThereAreTwoParents) {
    EXPECT_EQ(lines_of(only_parent + only_parent), "");
    EXPECT_EQ(lines_of(only_parent + only_parent + only_parent), "");
}

TEST(TraceContext, OfALaterVersionIsWhatThisOneKnows) {
    EXPECT_EQ(with_parent("01" + parent.substr(2)), only_parent);
    EXPECT_EQ(with_parent("01" + parent.substr(2) + "-next"), only_parent);
    EXPECT_EQ(with_parent("01" + parent.substr(2) + "next"), "");
}

TEST(TraceContext, DropsAStateThatIsBrokenAndKeepsTheParent) {
    for (auto const& broken :
         {string{"rojo"}, string{"=1"}, string{"Rojo=1"}, string{"rojo="}, string{"rojo=1=2"}, string{"rojo=\xc3\xa9"},
          string{"ok=1,rojo"}, string{","}, "a=" + string(257, 'x'), string(257, 'a') + "=1"})
        EXPECT_EQ(with_state(broken), only_parent) << broken;
}

TEST(TraceContext, LetsAStateHave512Bytes) {
    auto const state = "a=" + string(253, 'x') + ",b=" + string(254, 'x');
    ASSERT_EQ(state.size(), 512U);
    EXPECT_EQ(with_state(state), only_parent + "tracestate: " + state + "\r\n");
    EXPECT_EQ(with_state(state + "x"), only_parent);
}

TEST(TraceContext, LetsAStateHave32Members) {
    string state = "m=1";
    for (int i = 1; i < 32; ++i) state += ",m" + std::to_string(i) + "=1";
    EXPECT_EQ(with_state(state), only_parent + "tracestate: " + state + "\r\n");
    EXPECT_EQ(with_state(state + ",n=1"), only_parent);
}

TEST(TraceContext, TakesStateInSeveralLinesAsOneList) {
    EXPECT_EQ(lines_of(only_parent + "tracestate: t1@rojo=1\r\nTraceState: congo=2, x=3\r\n"),
              only_parent + "tracestate: t1@rojo=1,congo=2, x=3\r\n");
}

}  // namespace
}  // namespace signalbox::wire
