#include "wire/json_document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

using namespace std::string_literals;

Result<void> read(std::string_view text) {
    JsonReader reader;
    auto const document = reader.parse(text);
    if (!document) return std::unexpected{document.error()};
    return {};
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

TEST(JsonReader, ReadsJson) {
    for (std::string const text : {"{}", "[]", "1", "\"a\"", "null", " { \"a\" : [ 1 , -2.5e3 , true ] } \n",
                                   "\"\\ud83d\\ude00\"", "\"\\u0000\"", "[-0]", "\"\xE2\x80\xA8\x7f\""}) {
        EXPECT_TRUE(read(text)) << text;
    }
}

TEST(JsonReader, RefusesWhatIsNot) {
    for (std::string const& text : {""s,
                                    " "s,
                                    "{"s,
                                    "{}}"s,
                                    "{} {}"s,
                                    "[1,]"s,
                                    "{\"a\":1,}"s,
                                    "{'a':1}"s,
                                    "{a:1}"s,
                                    "[01]"s,
                                    "[+1]"s,
                                    "[1.]"s,
                                    "[.1]"s,
                                    "[0x1]"s,
                                    "[NaN]"s,
                                    "[Infinity]"s,
                                    "[1e999]"s,
                                    "[1 2]"s,
                                    "// c\n{}"s,
                                    "\"\\x\""s,
                                    "\"a\nb\""s,
                                    "\"a\0b\""s,
                                    "{}\0"s,
                                    "\"\\ud800\""s,
                                    "\"\\udc00\""s,
                                    "\"\xff\""s,
                                    "\"\xc0\xaf\""s,
                                    "\"\xed\xa0\x80\""s,
                                    "tru"s,
                                    "[\"a"s,
                                    "\xEF\xBB\xBF{}"s,
                                    "\xFE\xFF"s}) {
        auto const result = read(text);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().code, Errc::invalid_json) << text;
        EXPECT_FALSE(result.error().detail.empty());
    }
}

TEST(JsonReader, RefusesDuplicateNamesAtAnyDepth) {
    for (std::string_view const text : {R"({"a":1,"a":1})", R"([{"b":{"a":1,"b":2,"a":3}}])", R"({"a":1,"\u0061":2})",
                                        R"({"":1,"":2})", R"({"x":[1,[{"k":0,"l":[],"k":{}}]]})"}) {
        auto const result = read(text);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error().code, Errc::invalid_json);
    }
    EXPECT_NE(read(R"({"model":1,"model":2})").error().detail.find("\"model\""), std::string::npos);
}

TEST(JsonReader, AllowsOneNameInDifferentObjects) { EXPECT_TRUE(read(R"({"a":{"a":[{"a":1},{"a":2}]}})")); }

TEST(JsonReader, FindsADuplicateAmongManyNames) {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i) text += "\"key" + std::to_string(i) + "\":0,";
    EXPECT_TRUE(read(text + "\"last\":0}"));
    EXPECT_FALSE(read(text + "\"key99999\":0}"));
    EXPECT_FALSE(read(text + "\"key0\":0}"));
}

TEST(JsonReader, AgreesOnBothSidesOfTheSizeWhereItChangesItsMethod) {
    for (int count = 1; count < 40; ++count) {
        std::string text = "{";
        for (int i = 0; i < count; ++i) text += "\"k" + std::to_string(i) + "\":0,";
        EXPECT_TRUE(read(text + "\"z\":0}")) << count;
        EXPECT_FALSE(read(text + "\"k" + std::to_string(count - 1) + "\":0}")) << count;
        EXPECT_FALSE(read(text + "\"k0\":0}")) << count;
    }
}

TEST(JsonReader, ReadsSixtyFourLevelsAndNoMore) {
    EXPECT_TRUE(read(nested(64, "[", "]")));
    EXPECT_TRUE(read("[" + nested(31, "{\"a\":[", "]}") + ",{}]"));
    for (std::size_t const depth : {65U, 1000U, 1030U, 100'000U, 500'000U}) {
        auto const result = read(nested(depth, "[", "]"));
        ASSERT_FALSE(result) << depth;
        EXPECT_NE(result.error().detail.find("64"), std::string::npos) << depth;
        EXPECT_FALSE(read(std::string(depth, '['))) << depth;
        EXPECT_FALSE(read(nested(depth, "{\"a\":", ""))) << depth;
    }
}

TEST(JsonReader, IsUsedAgainAfterAnErrorAndAfterALargeDocument) {
    JsonReader reader;
    EXPECT_FALSE(reader.parse("{"));
    EXPECT_TRUE(reader.parse("[\"" + std::string(3 << 20, 'x') + "\"]"));
    auto const document = reader.parse(R"({"a":5})");
    ASSERT_TRUE(document);
    EXPECT_EQ((*document)["a"].get_int64().value(), 5);
}

}  // namespace
}  // namespace signalbox::wire
