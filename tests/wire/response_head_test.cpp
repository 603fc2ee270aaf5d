#include "wire/http_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

ResponseHead parsed(std::string_view bytes) {
    ResponseHead head;
    auto const result = parse_response_head(bytes, {}, head);
    EXPECT_TRUE(result) << bytes << ": " << result.error().detail;
    return head;
}

bool refused(std::string_view bytes) {
    ResponseHead head;
    auto const result = parse_response_head(bytes, {}, head);
    return !result && result.error().code == Errc::provider_protocol;
}

TEST(ResponseHead, ReadsWhatTheProviderNeedsToKnow) {
    auto const head = parsed(
        "HTTP/1.1 429 Too Many Requests\r\ncontent-type:application/json\r\nCONTENT-LENGTH: 12\r\nRetry-After: 3\r\n"
        "retry-after-ms: 2500\r\nLocation: /x\r\nContent-Encoding: gzip\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\n");
    EXPECT_EQ(head.status, 429);
    EXPECT_EQ(head.content_type, "application/json");
    EXPECT_EQ(head.content_length, 12U);
    EXPECT_EQ(head.retry_after, "3");
    EXPECT_EQ(head.retry_after_ms, "2500");
    EXPECT_EQ(head.location, "/x");
    EXPECT_EQ(head.content_encoding, "gzip");
    EXPECT_TRUE(head.keep_alive);
}

TEST(ResponseHead, ToleratesWhatProvidersDo) {
    EXPECT_EQ(parsed("HTTP/1.1 200\r\n\r\n").status, 200);
    EXPECT_EQ(parsed("HTTP/1.1 200 \r\n\r\n").status, 200);
    EXPECT_EQ(parsed("HTTP/1.0 200 OK\r\n\r\n").keep_alive, false);
    EXPECT_EQ(parsed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").keep_alive, true);
    EXPECT_EQ(parsed("HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n").keep_alive, false);
    EXPECT_TRUE(parsed("HTTP/1.1 200 OK\r\nTransfer-Encoding:  Chunked \r\n\r\n").chunked);
    EXPECT_EQ(parsed("HTTP/1.1 200 OK\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n").content_type, "a");
    EXPECT_EQ(parsed("HTTP/1.1 200 gr\xfc\xdf dich\r\nServer: \xe9\r\n\r\n").status, 200);
    EXPECT_EQ(parsed("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n").status, 103);
}

TEST(ResponseHead, RefusesBrokenStatusLines) {
    for (std::string_view const line : {"", "garbage", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000 OK",
                                        "HTTP/1.1 abc OK", "HTTP/1.1 999 Odd", "HTTP/1.1 099 Odd", "HTTP/1.1  200 OK",
                                        "HTTP/2 200 OK", "HTTP/2.0 200 OK", "HTTP/1.2 200 OK", "http/1.1 200 OK",
                                        "HTTP/1.1\t200 OK", "HTTP/1.1 200OK", "ICY 200 OK", " HTTP/1.1 200 OK"}) {
        EXPECT_TRUE(refused(std::string{line} + "\r\n\r\n")) << line;
    }
}

TEST(ResponseHead, RefusesAmbiguousFraming) {
    for (std::string_view const fields :
         {"Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n",
          "Content-Length: -1\r\n", "Content-Length: 1, 1\r\n", "Content-Length: +1\r\n", "Content-Length:\r\n",
          "Content-Length: 9223372036854775808\r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "Transfer-Encoding: gzip\r\n",
          "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: identity\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding : chunked\r\n",
          "X: a\r\n Content-Length: 1\r\n", "X: a\nContent-Length: 1\r\n", "X: a\x01\r\n", "No colon\r\n", ": x\r\n"}) {
        EXPECT_TRUE(refused("HTTP/1.1 200 OK\r\n" + std::string{fields} + "\r\n")) << fields;
    }
    EXPECT_TRUE(refused("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    EXPECT_TRUE(refused("HTTP/1.1 200 OK\n\n"));
    EXPECT_TRUE(refused("HTTP/1.1 200 OK\r\n"));
}

TEST(ResponseHead, ObeysItsLimits) {
    ResponseHead head;
    EXPECT_FALSE(parse_response_head("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n", {.fields = 1}, head));
    EXPECT_FALSE(parse_response_head("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", {.head = 20}, head));
}

}  // namespace
}  // namespace signalbox::wire
