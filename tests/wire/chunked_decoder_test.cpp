#include "wire/chunked_decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace signalbox::wire {
namespace {

struct Outcome {
    std::string body;
    std::string left;
    bool finished = false;
    std::optional<Errc> error;
    bool operator==(Outcome const&) const = default;
};

Outcome decode(std::string_view bytes, std::size_t piece = std::string_view::npos, ChunkedLimits limits = {}) {
    ChunkedDecoder decoder{limits};
    Outcome outcome;
    while (!bytes.empty() && !decoder.finished()) {
        auto part = bytes.substr(0, piece);
        auto const length = part.size();
        auto const fed = decoder.feed(part, outcome.body);
        bytes.remove_prefix(length - part.size());
        if (!fed) {
            outcome.error = fed.error().code;
            return outcome;
        }
    }
    outcome.left = bytes;
    outcome.finished = decoder.finished();
    return outcome;
}

TEST(ChunkedDecoder, TakesTheChunksOff) {
    auto const outcome = decode("4\r\nWiki\r\n6\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\n\r\nGET");
    EXPECT_EQ(outcome.body, "Wikipedia in \r\n\r\nchunks.");
    EXPECT_TRUE(outcome.finished);
    EXPECT_EQ(outcome.left, "GET");
}

TEST(ChunkedDecoder, DoesNotMindWhereTheReadsAreSplit) {
    std::string_view const bytes =
        "a;n=\"q;\\\"\"\r\n0123456789\r\n003\r\nabc\r\n0;last\r\nTrailer: x\r\nOther:\r\n\r\nnext";
    auto const whole = decode(bytes);
    ASSERT_TRUE(whole.finished);
    EXPECT_EQ(whole.body, "0123456789abc");
    EXPECT_EQ(whole.left, "next");
    for (std::size_t piece = 1; piece < bytes.size(); ++piece) EXPECT_EQ(decode(bytes, piece), whole) << piece;
}

TEST(ChunkedDecoder, DecodesInPlaceWhereverTheReadsAreSplit) {
    std::string_view const bytes = "a;n=\"q\"\r\n0123456789\r\n003\r\nabc\r\n0;last\r\nTrailer: x\r\n\r\nnext";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        ChunkedDecoder decoder;
        std::string body;
        std::string left;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            std::string buffer{bytes.substr(at, piece)};
            auto const fed = decoder.feed(std::span{buffer});
            ASSERT_TRUE(fed) << piece;
            body += fed->body;
            left += fed->rest;
        }
        EXPECT_TRUE(decoder.finished()) << piece;
        EXPECT_EQ(body, "0123456789abc") << piece;
        EXPECT_EQ(left, "next") << piece;
    }
}

TEST(ChunkedDecoder, UnderstandsLegalForms) {
    for (std::string_view const bytes :
         {"0\r\n\r\n", "00000\r\n\r\n", "1\r\na\r\n0\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n",
          "1;ext\r\na\r\n0\r\n\r\n", "1 ;ext=v\r\na\r\n0\r\n\r\n", "1;a=\"b c\";d\r\na\r\n0\r\n\r\n",
          "0\r\nContent-Length: 5\r\n\r\n"}) {
        EXPECT_TRUE(decode(bytes).finished) << bytes;
    }
}

TEST(ChunkedDecoder, RefusesBrokenFraming) {
    for (std::string_view const bytes : {"\r\n",
                                         "g\r\n",
                                         "0x2\r\nab\r\n",
                                         "+2\r\nab\r\n",
                                         "-2\r\nab\r\n",
                                         "2_\r\nab\r\n",
                                         " 2\r\nab\r\n",
                                         "2 \r\nab\r\n",
                                         "2\t\r\nab\r\n",
                                         "2,2\r\nab\r\n",
                                         "2\nab\r\n",
                                         "2\r\rab\r\n",
                                         "2;a\nb\r\nab\r\n",
                                         "2;a\rb\r\nab\r\n",
                                         "2;\r\nab\r\n",
                                         "2;a=\"\r\nx\"\r\nab\r\n",
                                         "2\r\nabc\r\n",
                                         "2\r\nabXX",
                                         "2\r\nab\n0\r\n",
                                         "10000000000000002\r\n",
                                         "ffffffffffffffff\r\n",
                                         "8000000000000000\r\n",
                                         "0\nX",
                                         "0\r\nXX\r\n",
                                         "0\r\nNo colon\r\n\r\n",
                                         "0\r\nX: a\nSmuggled: b\r\n\r\n",
                                         "0\r\n X: folded\r\n\r\n",
                                         "0\r\n\n",
                                         "2;\x01\r\nab\r\n"}) {
        EXPECT_EQ(decode(bytes).error, Errc::bad_request) << bytes;
        EXPECT_EQ(decode(bytes, 1).error, Errc::bad_request) << bytes << " byte by byte";
    }
    EXPECT_EQ(decode(std::string_view{"2;a\0\r\nab\r\n", 10}).error, Errc::bad_request);
}

TEST(ChunkedDecoder, RefusesABodyAboveTheLimitBeforeItArrives) {
    EXPECT_EQ(decode("b\r\n", 3, {.body = 10}).error, Errc::request_too_large);
    EXPECT_EQ(decode("6\r\nabcdef\r\n5\r\n", 99, {.body = 10}).error, Errc::request_too_large);
    EXPECT_TRUE(decode("6\r\nabcdef\r\n4\r\nabcd\r\n0\r\n\r\n", 99, {.body = 10}).finished);
    EXPECT_EQ(decode("7fffffffffffffff\r\n").error, Errc::request_too_large);
}

TEST(ChunkedDecoder, BoundsLinesAndTrailers) {
    EXPECT_EQ(decode("1;" + std::string(70'000, 'x') + "\r\na\r\n0\r\n\r\n", 1000).error, Errc::bad_request);
    EXPECT_EQ(decode("0\r\nX: " + std::string(260'000, 'x') + "\r\n\r\n", 1000).error, Errc::bad_request);
    std::string many = "0\r\n";
    for (int i = 0; i < 1000; ++i) many += "X: yyyy\r\n";
    EXPECT_EQ(decode(many + "\r\n").error, Errc::bad_request);
}

TEST(ChunkedDecoder, CanBeUsedAgain) {
    ChunkedDecoder decoder;
    std::string body;
    std::string_view bytes = "1\r\na\r\n0\r\n\r\n";
    ASSERT_TRUE(decoder.feed(bytes, body));
    decoder.reset();
    EXPECT_FALSE(decoder.finished());
    bytes = "1\r\nb\r\n0\r\n\r\n";
    ASSERT_TRUE(decoder.feed(bytes, body));
    EXPECT_TRUE(decoder.finished());
    EXPECT_EQ(body, "ab");
}

}  // namespace
}  // namespace signalbox::wire
