#include "core/own_words.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

TEST(OwnWords, AreAllOfAPlainMessage) {
    EXPECT_EQ(own_words("fix the bug"), "fix the bug");
    EXPECT_EQ(own_words("  if a < b and c > d\n"), "  if a < b and c > d\n");
    EXPECT_EQ(own_words(""), "");
}

TEST(OwnWords, LeaveOutBlocksBeforeAndAfter) {
    EXPECT_EQ(own_words("<system-reminder>\nbe careful\n</system-reminder>\nfix the bug\n"
                        "<environment_details>\n# Files\na.cpp\n</environment_details>"),
              "fix the bug");
    EXPECT_EQ(own_words("<system-reminder>one</system-reminder><system-reminder>two</system-reminder> now in Rust"),
              "now in Rust");
}

TEST(OwnWords, AreTakenOutOfWhatWrapsThem) {
    EXPECT_EQ(own_words("<additional_data>open: a.cpp</additional_data>\n<user_query>\nfix the bug\n</user_query>"),
              "fix the bug");
    EXPECT_EQ(own_words("<command-message>review is running</command-message>\n<command-name>/review</command-name>\n"
                        "<command-args>the last commit</command-args>"),
              "the last commit");
    EXPECT_EQ(own_words("<task>fix it</task><environment_details>x</environment_details>"), "fix it");
}

TEST(OwnWords, AreNoneWhereAProgramWroteAll) {
    EXPECT_EQ(own_words("<system-reminder>the list is empty</system-reminder>\n"), "");
}

TEST(OwnWords, KeepTagsThatArePartOfTheRequest) {
    for (std::string const text :
         {"<div>centre this</div>", "<tasks>a</tasks>", "what does <system-reminder>x</system-reminder> mean to you?",
          "</system-reminder>", "<system-reminder>without an end", "without a start</system-reminder>", "<task></task",
          "<", ">", "<>"}) {
        EXPECT_EQ(own_words(text), text);
    }
}

TEST(OwnWords, OfNestedTagsEndSoon) {
    std::string const tags = [] {
        std::string text;
        for (int i = 0; i < 20'000; ++i) text += "<task>";
        text += "deep";
        for (int i = 0; i < 20'000; ++i) text += "</task>";
        return text;
    }();
    EXPECT_EQ(own_words(tags), "deep");
    EXPECT_EQ(own_words("<task></task>"), "");
}

}  // namespace
}  // namespace signalbox
