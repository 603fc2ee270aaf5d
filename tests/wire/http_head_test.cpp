#include "wire/http_head.hpp"

#include "fakes/byte_vectors.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace signalbox::wire {
namespace {

struct Vector {
    std::string name;
    std::string expected;
    std::string head;
};

std::vector<Vector> vectors() {
    std::vector<Vector> all;
    for (auto const& line : fakes::read_byte_vectors(SOURCE_DIR "/tests/data/http_heads.tsv")) {
        all.push_back({line.name, line.expected, fakes::unescaped(line.bytes)});
    }
    return all;
}

std::string outcome(Result<void> const& result) {
    if (result) return "served";
    if (result.error().code == Errc::bad_request && !result.error().param.empty()) return result.error().param;
    return std::string{name(result.error().code)};
}

RequestHead parsed(std::string_view bytes) {
    RequestHead head;
    auto const result = parse_request_head(bytes, {}, head);
    EXPECT_TRUE(result) << result.error().detail;
    return head;
}

TEST(RequestHead, MeetsEveryVectorOfTheTable) {
    auto const all = vectors();
    ASSERT_GE(all.size(), 250U);
    for (auto const& vector : all) {
        RequestHead head;
        EXPECT_EQ(outcome(parse_request_head(vector.head, {}, head)), vector.expected) << vector.name;
    }
}

TEST(RequestHead, NeverServesAPrefixOfAHead) {
    for (auto const& vector : vectors()) {
        if (vector.head.size() > 4096) continue;
        auto const end = std::min(head_end(vector.head), vector.head.size());
        for (std::size_t cut = 0; cut < end; ++cut) {
            RequestHead head;
            auto const prefix = std::string_view{vector.head}.substr(0, cut);
            EXPECT_FALSE(parse_request_head(prefix, {}, head)) << vector.name << " cut at " << cut;
        }
    }
}

TEST(RequestHead, GivesUpOnAStartOnlyWhenTheWholeHeadIsRefused) {
    for (auto const& vector : vectors()) {
        auto const end = std::min(vector.head.size(), std::size_t{4096});
        for (std::size_t cut = 0; cut <= end; ++cut) {
            auto const start = check_head_start(std::string_view{vector.head}.substr(0, cut), {});
            if (!start) EXPECT_NE(vector.expected, "served") << vector.name << " cut at " << cut;
        }
    }
}

TEST(RequestHead, ReadsTheFieldsItKnows) {
    auto const head = parsed(
        "POST /v1/chat/completions?beta=true HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/json\r\n"
        "CONTENT-LENGTH: 17\r\nAccept: text/event-stream\r\nAuthorization: Bearer k\r\nOrigin: "
        "http://localhost:8080\r\n"
        "Last-Event-ID: orc_1:7\r\nx-api-key: k2\r\nContent-Encoding: gzip\r\nX-Other:  spaced \t\r\n\r\n");
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.path, "/v1/chat/completions");
    EXPECT_EQ(head.query, "beta=true");
    EXPECT_EQ(head.host, "localhost:8080");
    EXPECT_EQ(head.content_type, "application/json");
    EXPECT_EQ(head.content_length, 17U);
    EXPECT_EQ(head.accept, "text/event-stream");
    EXPECT_EQ(head.authorization, "Bearer k");
    EXPECT_EQ(head.origin, "http://localhost:8080");
    EXPECT_EQ(head.last_event_id, "orc_1:7");
    EXPECT_EQ(head.api_key, "k2");
    EXPECT_EQ(head.content_encoding, "gzip");
    EXPECT_EQ(head.find("x-OTHER"), "spaced");
    EXPECT_EQ(head.find("absent"), "");
    EXPECT_EQ(head.fields.size(), 10U);
    EXPECT_TRUE(head.keep_alive);
    EXPECT_FALSE(head.chunked);
}

TEST(RequestHead, ForgetsTheRequestBefore) {
    RequestHead head;
    ASSERT_TRUE(
        parse_request_head("POST /a?b HTTP/1.1\r\nHost: a\r\nOrigin: o\r\nContent-Length: 3\r\n\r\n", {}, head));
    ASSERT_TRUE(parse_request_head("GET /c HTTP/1.1\r\nHost: b\r\n\r\n", {}, head));
    EXPECT_EQ(head.query, "");
    EXPECT_EQ(head.origin, "");
    EXPECT_FALSE(head.content_length);
    EXPECT_EQ(head.fields.size(), 1U);
}

TEST(RequestHead, TakesTheHostOfAnAbsoluteFormFromItsAuthority) {
    auto const head = parsed("GET http://evil.example:81/a?b HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(head.host, "evil.example:81");
    EXPECT_EQ(head.path, "/a");
    EXPECT_EQ(head.query, "b");
    EXPECT_EQ(parsed("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n").path, "/");
    EXPECT_EQ(parsed("GET http://a?q HTTP/1.1\r\nHost: a\r\n\r\n").query, "q");
}

TEST(RequestHead, KeepsThePathRaw) {
    EXPECT_EQ(parsed("GET /v1/models/a%2Fb/../c HTTP/1.1\r\nHost: a\r\n\r\n").path, "/v1/models/a%2Fb/../c");
}

TEST(RequestHead, ClosesOnHttp10UnlessAskedNotTo) {
    EXPECT_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
    EXPECT_TRUE(parsed("GET / HTTP/1.0\r\n\r\n").http_1_0);
}

TEST(RequestHead, ClosesWhenAnyConnectionFieldSaysSo) {
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE ,y\r\n\r\n").keep_alive);
    EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n").keep_alive);
    EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n").keep_alive);
}

TEST(RequestHead, IgnoresAnExpectationOnHttp10) {
    EXPECT_FALSE(parsed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n").expects_continue);
    EXPECT_TRUE(
        parsed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n").expects_continue);
}

TEST(RequestHead, ObeysItsLimits) {
    RequestHead head;
    HeadLimits const small{.target = 4, .head = 64, .fields = 2};
    EXPECT_EQ(outcome(parse_request_head("GET /abc HTTP/1.1\r\nHost: a\r\n\r\n", small, head)), "served");
    EXPECT_EQ(outcome(parse_request_head("GET /abcd HTTP/1.1\r\nHost: a\r\n\r\n", small, head)), "header_too_large");
    EXPECT_EQ(outcome(parse_request_head("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\n\r\n", small, head)),
              "header_too_large");
    EXPECT_EQ(outcome(parse_request_head("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(64, 'x') + "\r\n\r\n", small,
                                         head)),
              "header_too_large");
}

TEST(HeadEnd, StandsBehindTheBlankLine) {
    EXPECT_EQ(head_end("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody"), 27U);
    EXPECT_EQ(head_end("GET / HTTP/1.1\r\nHost: a\r\n"), std::string_view::npos);
    EXPECT_EQ(head_end("GET / HTTP/1.1\r\nHost: a\r\n\r"), std::string_view::npos);
    EXPECT_EQ(head_end(""), std::string_view::npos);
}

TEST(HeadEnd, SeesABlankLineBehindALoneLf) {
    EXPECT_EQ(head_end("GET /\n\nrest"), 7U);
    EXPECT_EQ(head_end("GET /\n\r\nrest"), 8U);
}

TEST(HeadStart, RefusesOtherProtocolsAtOnce) {
    EXPECT_EQ(outcome(check_head_start("\x16\x03\x01", {})), "bad_request");
    EXPECT_EQ(outcome(check_head_start("GET /\r\n", {})), "bad_request");
    EXPECT_EQ(outcome(check_head_start("PRI * HTTP/2.0\r\n", {})), "version");
    EXPECT_EQ(outcome(check_head_start("GET / HTTP/1.1 and more", {})), "bad_request");
    EXPECT_EQ(outcome(check_head_start(std::string(40, 'A'), {})), "bad_request");
    EXPECT_EQ(outcome(check_head_start("GET /" + std::string(9000, 'a'), {})), "header_too_large");
}

TEST(HeadStart, WaitsForWhatMayStillBecomeARequest) {
    for (std::string_view const start : {"", "\r", "\r\n", "G", "GET", "GET ", "GET /a", "GET /a HTTP/1.",
                                         "GET /a HTTP/1.1\r", "GET /a HTTP/1.1\r\n", "GET /a HTTP/1.1\r\nHos"}) {
        EXPECT_EQ(outcome(check_head_start(start, {})), "served") << start;
    }
}

}  // namespace
}  // namespace signalbox::wire
