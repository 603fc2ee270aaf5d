#include "wire/json_writer.hpp"

#include "wire/json_document.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace signalbox::wire {
namespace {

using namespace std::string_literals;

std::string json_text(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonString, LeavesPlainTextAlone) {
    EXPECT_EQ(json_text(""), R"("")");
    EXPECT_EQ(json_text("plain text / with marks ~\x7f"), "\"plain text / with marks ~\x7f\"");
    EXPECT_EQ(json_text("h\xC3\xA9llo \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80"),
              "\"h\xC3\xA9llo \xE6\x97\xA5\xE6\x9C\xAC \xF0\x9F\x98\x80\"");
}

TEST(JsonString, EscapesWhatMustBe) {
    EXPECT_EQ(json_text("a\"b\\c"), R"("a\"b\\c")");
    EXPECT_EQ(json_text("\n\r\t\0\x1f"s.insert(3, "\b\f")), "\"\\n\\r\\t\\u0008\\u000c\\u0000\\u001f\"");
    EXPECT_EQ(json_text("a\xE2\x80\xA8"
                        "b\xE2\x80\xA9"
                        "c"),
              R"("a\u2028b\u2029c")");
}

TEST(JsonString, ReplacesInvalidUtf8) {
    std::string const mark = "\xEF\xBF\xBD";
    EXPECT_EQ(json_text("a\xFF"
                        "b"),
              "\"a" + mark + "b\"");
    EXPECT_EQ(json_text("\xC3"), "\"" + mark + "\"");
    EXPECT_EQ(json_text("\xE2\x80"), "\"" + mark + mark + "\"");
    EXPECT_EQ(json_text("\xC0\xAF"), "\"" + mark + mark + "\"");                        // overlong
    EXPECT_EQ(json_text("\xED\xA0\x80"), "\"" + mark + mark + mark + "\"");             // surrogate
    EXPECT_EQ(json_text("\xF4\x90\x80\x80"), "\"" + mark + mark + mark + mark + "\"");  // above U+10FFFF
}

TEST(JsonString, ReadsBackWhateverTheLengthAndPlace) {
    JsonReader reader;
    for (std::string const special : {"\"", "\\", "\n", "\x01", "\xC3\xA9", "\xE2\x80\xA8", "\xF0\x9F\x98\x80"}) {
        for (std::size_t before = 0; before < 20; ++before) {
            auto const text = std::string(before, 'x') + special + std::string(before % 5, 'y') + special;
            auto const document = reader.parse(json_text(text));
            ASSERT_TRUE(document);
            EXPECT_EQ(document->get_string().value(), text);
        }
    }
}

TEST(JsonWriter, PutsTheCommas) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    json.member("a", 1);
    json.member("b", "text");
    json.key("c");
    json.begin_array();
    json.value(true);
    json.null();
    json.begin_object();
    json.end_object();
    json.begin_array();
    json.end_array();
    json.raw("[1]");
    json.end_array();
    json.member("d", false);
    json.end_object();
    EXPECT_EQ(out, R"({"a":1,"b":"text","c":[true,null,{},[],[1]],"d":false})");
}

TEST(JsonWriter, WritesNumbersThatReadBack) {
    std::string out;
    JsonWriter json{out};
    json.begin_array();
    json.value(0.1);
    json.value(0.5);
    json.value(1.0);
    json.value(1e300);
    json.value(-3);
    json.value(std::numeric_limits<std::int64_t>::min());
    json.value(std::numeric_limits<std::uint64_t>::max());
    json.value(std::numeric_limits<double>::infinity());
    json.value(std::numeric_limits<double>::quiet_NaN());
    json.end_array();
    EXPECT_EQ(out, "[0.1,0.5,1,1e+300,-3,-9223372036854775808,18446744073709551615,null,null]");
}

}  // namespace
}  // namespace signalbox::wire
