#include "server/query_parameters.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

TEST(QueryParameters, AreDecodedAndKeepTheirOrder) {
    auto const read = read_query_parameters("model=openai%2Fgpt-4o&since=2026-11-25T13%3A05%3a00Z&q=a+b&flag");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (QueryParameters{
                         {"model", "openai/gpt-4o"}, {"since", "2026-11-25T13:05:00Z"}, {"q", "a b"}, {"flag", ""}}));
}

TEST(QueryParameters, OfNothingAreNone) {
    EXPECT_EQ(read_query_parameters(""), QueryParameters{});
    EXPECT_EQ(read_query_parameters("&&"), QueryParameters{});
}

TEST(QueryParameters, OnesGivenTwiceAndBrokenCodesAreRefused) {
    for (auto const* query : {"limit=1&limit=2", "limit=%", "limit=%2", "limit=%zz", "limit=%+1"}) {
        auto const read = read_query_parameters(query);
        ASSERT_FALSE(read) << query;
        EXPECT_EQ(read.error().code, Errc::invalid_value);
        EXPECT_EQ(read.error().param, "limit");
    }
}

}  // namespace
}  // namespace signalbox::server
