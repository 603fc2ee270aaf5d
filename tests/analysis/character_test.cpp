#include "analysis/character.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

struct Row {
    std::string name;
    std::string text;
    Script script;
    int bytes;
};
class ReadCharacter : public ::testing::TestWithParam<Row> {};

TEST_P(ReadCharacter, TellsScriptAndLength) {
    auto const character = read_character(GetParam().text, 0);
    EXPECT_EQ(character.script, GetParam().script);
    EXPECT_EQ(character.bytes, GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Characters, ReadCharacter,
    ::testing::Values(Row{"Latin", "a", Script::letter, 1}, Row{"Umlaut", "ä", Script::letter, 2},
                      Row{"Cyrillic", "я", Script::letter, 2}, Row{"Arabic", "ع", Script::letter, 2},
                      Row{"Devanagari", "ह", Script::letter, 3}, Row{"Han", "代", Script::ideograph, 3},
                      Row{"Kana", "か", Script::ideograph, 3}, Row{"Hangul", "한", Script::ideograph, 3},
                      Row{"RareHan", "𠀀", Script::ideograph, 4}, Row{"Emoji", "😀", Script::mark, 4},
                      Row{"Quote", "“", Script::mark, 3}, Row{"WideQuestion", "？", Script::mark, 3},
                      Row{"NoBreakSpace", "\xC2\xA0", Script::mark, 2},
                      Row{"LoneContinuation", "\x80", Script::invalid, 1},
                      Row{"CutShort", "\xE4\xBB", Script::invalid, 1}, Row{"Overlong", "\xC0\xAF", Script::invalid, 1},
                      Row{"OverlongInThree", "\xE0\x80\xAF", Script::invalid, 1},
                      Row{"Surrogate", "\xED\xA0\x80", Script::invalid, 1},
                      Row{"BeyondUnicode", "\xF4\x90\x80\x80", Script::invalid, 1}),
    [](auto const& row) { return row.param.name; });

}  // namespace
}  // namespace signalbox
