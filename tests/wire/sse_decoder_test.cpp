#include "wire/sse_decoder.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace signalbox::wire {
namespace {

using namespace std::string_literals;

struct Got {
    std::string data;
    std::string name = {};
    std::string id = {};
    bool operator==(Got const&) const = default;
};
void PrintTo(Got const& got, std::ostream* out) { *out << got.name << "|" << got.data << "|" << got.id; }

using Events = std::vector<Got>;

// Feeds in pieces that end at the given offsets, each from memory that is gone afterwards, and looks
// at the events of a feed only when all of them were read.
Events decode(std::string_view bytes, std::vector<std::size_t> const& ends, bool* mid_event = nullptr) {
    SseDecoder decoder;
    Events events;
    std::size_t begin = 0;
    for (auto const end : ends) {
        auto const piece = std::string{bytes.substr(begin, end - begin)};
        begin = end;
        decoder.feed(piece);
        std::vector<SseEvent> of_feed;
        SseEvent event;
        for (;;) {
            auto const more = decoder.next(event);
            EXPECT_TRUE(more);
            if (!more || !*more) break;
            of_feed.push_back(event);
        }
        for (auto const& seen : of_feed) {
            events.push_back({std::string{seen.data}, std::string{seen.name}, std::string{seen.id}});
            if (!seen.frame.empty()) EXPECT_EQ(seen.frame, "data: " + events.back().data + "\n\n");
        }
    }
    if (mid_event != nullptr) *mid_event = decoder.mid_event();
    return events;
}

struct Case {
    char const* name;
    std::string bytes;
    Events events;
};
void PrintTo(Case const& one, std::ostream* out) { *out << one.name; }

class SseVectors : public ::testing::TestWithParam<Case> {};

TEST_P(SseVectors, GivesTheSameEventsHoweverTheBytesAreSplit) {
    auto const& [name, bytes, events] = GetParam();
    EXPECT_EQ(decode(bytes, {bytes.size()}), events);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        EXPECT_EQ(decode(bytes, {cut, bytes.size()}), events) << "cut at " << cut;
    }
    std::vector<std::size_t> every_byte;
    for (std::size_t i = 0; i <= bytes.size(); ++i) every_byte.push_back(i);
    EXPECT_EQ(decode(bytes, every_byte), events) << "byte by byte";
    for (std::size_t step : {2U, 3U, 7U}) {
        std::vector<std::size_t> steps;
        for (std::size_t i = step; i < bytes.size(); i += step) steps.push_back(i);
        steps.push_back(bytes.size());
        EXPECT_EQ(decode(bytes, steps), events) << "in steps of " << step;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Whatwg, SseVectors,
    ::testing::Values(
        Case{"OneEvent", "data: hi\n\n", {{"hi"}}}, Case{"TwoEvents", "data: a\n\ndata: b\n\n", {{"a"}, {"b"}}},
        Case{"NoSpaceBehindColon", "data:hi\n\n", {{"hi"}}}, Case{"OnlyOneSpaceGoes", "data:  hi\n\n", {{" hi"}}},
        Case{"ATabStays", "data:\thi\n\n", {{"\thi"}}}, Case{"TrailingSpaceStays", "data: hi \n\n", {{"hi "}}},
        Case{"ColonsInTheValue", "data: a:b: c\n\n", {{"a:b: c"}}},
        Case{"SeveralDataLines", "data: a\ndata: b\ndata: c\n\n", {{"a\nb\nc"}}},
        Case{"SeveralDataLinesTwice", "data: a\ndata: b\n\ndata: c\ndata: d\n\n", {{"a\nb"}, {"c\nd"}}},
        Case{"AnEmptyLineOfData", "data\n\n", {{""}}}, Case{"AnEmptyLineOfDataWithColon", "data:\n\n", {{""}}},
        Case{"TwoEmptyLinesOfData", "data\ndata\n\n", {{"\n"}}}, Case{"EmptyThenText", "data:\ndata: x\n\n", {{"\nx"}}},
        Case{"NoDataNoEvent", "event: x\n\ndata: y\n\n", {{"y"}}},
        Case{"AName", "event: ping\ndata: x\n\n", {{"x", "ping"}}},
        Case{"ANameLastsForOneEvent", "event: ping\ndata: x\n\ndata: y\n\n", {{"x", "ping"}, {"y"}}},
        Case{"TheLastNameWins", "event: a\nevent: b\ndata: x\n\n", {{"x", "b"}}},
        Case{"AnEmptyNameIsNone", "event:\ndata: x\n\n", {{"x"}}},
        Case{"TheNameMayFollowTheData", "data: x\nevent: a\n\n", {{"x", "a"}}},
        Case{"AnIdLasts",
             "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n",
             {{"a", "", "1"}, {"b", "", "1"}, {"c", "", "2"}}},
        Case{"AnEmptyIdResets", "id: 1\ndata: a\n\nid\ndata: b\n\ndata: c\n\n", {{"a", "", "1"}, {"b"}, {"c"}}},
        Case{"AnIdWithNulIsIgnored", "id: 1\ndata: a\n\nid: 2\0003\ndata: b\n\n"s, {{"a", "", "1"}, {"b", "", "1"}}},
        Case{"AnIdWithoutDataIsRemembered", "id: 7\n\ndata: a\n\n", {{"a", "", "7"}}},
        Case{"RetryIsNoData", "retry: 500\n\nretry: 10\ndata: a\n\n", {{"a"}}},
        Case{"Comments", ": one\ndata: a\n: two\ndata: b\n:\n\n", {{"a\nb"}}},
        Case{"CommentsBetweenEvents", ": ping\n\ndata: a\n\n: ping\n: ping\ndata: b\n\n", {{"a"}, {"b"}}},
        Case{"KeepAliveWithoutBlankLine", "data: a\n\n: keep-alive\n: keep-alive\ndata: b\n\n", {{"a"}, {"b"}}},
        Case{"UnknownFields", "foo: bar\ndata: a\nfoobar\n\n", {{"a"}}},
        Case{"NamesAreExact", "Data: a\n data: b\ndata : c\ndatas: d\ndata: e\n\n", {{"e"}}},
        Case{"Lf", "data: a\ndata: b\n\ndata: c\n\n", {{"a\nb"}, {"c"}}},
        Case{"CrLf", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", {{"a\nb"}, {"c"}}},
        Case{"Cr", "data: a\rdata: b\r\rdata: c\r\r", {{"a\nb"}, {"c"}}},
        Case{"MixedLineEnds", "data: a\rdata: b\r\ndata: c\n\r\ndata: d\n\rdata: e\r\n\n", {{"a\nb\nc"}, {"d"}, {"e"}}},
        Case{"CrLfWithComments", ": x\r\n: y\r\ndata: a\r\n\r\n: z\r\n\r\n", {{"a"}}},
        Case{"CrWithComments", ": x\r: y\rdata: a\r\r: z\r\r", {{"a"}}}, Case{"BlankLinesOnly", "\n\n\r\n\r\r\n\n", {}},
        Case{"BlankLinesFirst", "\n\r\n\rdata: a\n\n", {{"a"}}},
        Case{"AnIncompleteEventIsNone", "data: a\n\ndata: b\n", {{"a"}}},
        Case{"AnIncompleteLineIsNone", "data: a\n\ndata: b", {{"a"}}},
        Case{"ABom",
             "\xEF\xBB\xBF"
             "data: a\n\ndata: b\n\n",
             {{"a"}, {"b"}}},
        Case{"ABomIsOnlyOneAndFirst",
             "\xEF\xBB\xBF\xEF\xBB\xBF"
             "data: a\n\n\xEF\xBB\xBF"
             "data: b\n\ndata: c\n\n",
             {{"c"}}},
        Case{"HalfABom",
             "\xEF\xBB"
             "data: a\n\ndata: b\n\n",
             {{"b"}}},
        Case{"ABomBeforeAComment", "\xEF\xBB\xBF: x\ndata: a\n\n", {{"a"}}},
        Case{"Unicode",
             "data: \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 \xC3\xA9\n\n",
             {{"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 \xC3\xA9"}}},
        Case{"OtherSeparatorsAreText",
             "data: a\xE2\x80\xA8"
             "b\xC2\x85"
             "c\x0b"
             "d\x0c"
             "e\n\n",
             {{"a\xE2\x80\xA8"
               "b\xC2\x85"
               "c\x0b"
               "d\x0c"
               "e"}}},
        Case{"NulIsText", "data: a\0b\n\n"s, {{"a\0b"s}}},
        Case{"DoneIsAnEventLikeAny", "data: {}\n\ndata: [DONE]\n\n", {{"{}"}, {"[DONE]"}}},
        Case{"DoneInsideText", "data: say [DONE] now\n\n", {{"say [DONE] now"}}},
        Case{"ForgedEventsInDataStayData", "data: x\\n\\ndata: y\n\n", {{"x\\n\\ndata: y"}}},
        Case{"NamedLikeAnthropic",
             "event: message_start\ndata: {\"a\":1}\n\nevent: ping\ndata: {}\n\n",
             {{"{\"a\":1}", "message_start"}, {"{}", "ping"}}},
        Case{"LongLines", "data: " + std::string(3000, 'z') + "\n\n", {{std::string(3000, 'z')}}}),
    [](auto const& one) { return std::string{one.param.name}; });

TEST(SseDecoder, DoesNotCopyAnEventThatLiesInOneFeed) {
    std::string const bytes = "event: a\ndata: one\n\ndata: two\n\n";
    SseDecoder decoder;
    decoder.feed(bytes);
    SseEvent event;
    while (*decoder.next(event)) {
        EXPECT_GE(event.data.data(), bytes.data());
        EXPECT_LT(event.data.data(), bytes.data() + bytes.size());
    }
}

TEST(SseDecoder, RefusesAnEventAboveTheLimitForGood) {
    SseDecoder decoder{100};
    SseEvent event;
    decoder.feed("data: small\n\n");
    EXPECT_TRUE(*decoder.next(event));
    EXPECT_FALSE(*decoder.next(event));
    auto const line = "data: " + std::string(40, 'x') + "\n";
    decoder.feed(line);
    EXPECT_FALSE(*decoder.next(event));
    decoder.feed(line);
    EXPECT_FALSE(*decoder.next(event));
    decoder.feed(line);
    auto const refused = decoder.next(event);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::provider_protocol);
    decoder.feed("\n\ndata: later\n\n");
    EXPECT_FALSE(decoder.next(event));
}

TEST(SseDecoder, RefusesALineWithoutEnd) {
    SseDecoder decoder{1000};
    SseEvent event;
    std::string const piece(600, 'x');
    decoder.feed(piece);
    EXPECT_TRUE(decoder.next(event));
    decoder.feed(piece);
    EXPECT_FALSE(decoder.next(event));
}

TEST(SseDecoder, DoesNotCountCommentsAgainstTheLimit) {
    SseDecoder decoder{100};
    SseEvent event;
    for (int i = 0; i < 100; ++i) {
        decoder.feed(": keep-alive\n");
        ASSERT_TRUE(decoder.next(event));
    }
    decoder.feed("data: a\n\n");
    EXPECT_TRUE(*decoder.next(event));
}

TEST(SseDecoder, KnowsWhenItIsInTheMiddleOfAnEvent) {
    auto const mid = [](std::string_view bytes) {
        bool is_mid = false;
        decode(bytes, {bytes.size()}, &is_mid);
        return is_mid;
    };
    EXPECT_FALSE(mid(""));
    EXPECT_FALSE(mid("data: a\n\n"));
    EXPECT_FALSE(mid("data: a\r\r\n"));
    EXPECT_FALSE(mid("data: a\n\n: comment\n"));
    EXPECT_FALSE(mid("data: a\n\n: comm"));
    EXPECT_TRUE(mid("data: a\n"));
    EXPECT_TRUE(mid("data: a\n\nd"));
    EXPECT_TRUE(mid("event: a\n"));
}

TEST(SseDecoder, GivesOnlyPlainEventsAlsoAsTheyCame) {
    SseDecoder decoder;
    auto const frame_of = [&decoder](std::string_view bytes) {
        decoder.feed(bytes);
        SseEvent event;
        EXPECT_TRUE(decoder.next(event).value_or(false)) << bytes;
        auto const frame = std::string{event.frame};
        EXPECT_FALSE(decoder.next(event).value_or(true)) << bytes;
        return frame;
    };
    EXPECT_EQ(frame_of("data: a\n\n"), "data: a\n\n");
    EXPECT_EQ(frame_of(": comment\n\ndata: \n\n"), "data: \n\n");
    for (std::string_view const other : {"data:a\n\n", "data: a\r\n\r\n", "data: a\r\n\n", "data: a\n\r",
                                         "data: a\ndata: b\n\n", "event: x\ndata: a\n\n", "data\n\n", "data: a\r\r"}) {
        EXPECT_EQ(frame_of(other), "") << other;
    }
}

TEST(SseDecoder, MayBeAskedAgainBeforeMoreComes) {
    SseDecoder decoder;
    SseEvent event;
    decoder.feed("data: a\n\ndata: b");
    EXPECT_TRUE(*decoder.next(event));
    EXPECT_FALSE(*decoder.next(event));
    EXPECT_FALSE(*decoder.next(event));
    decoder.feed("\n\n");
    EXPECT_TRUE(*decoder.next(event));
    EXPECT_EQ(event.data, "b");
}

}  // namespace
}  // namespace signalbox::wire
