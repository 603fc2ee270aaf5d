#include "wire/prompt_extras.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

PromptExtras extras_of(std::string_view chat) {
    JsonReader reader;
    return prompt_extras(chat, reader);
}

TEST(PromptExtras, AreNoneInPlainText) {
    auto const extras = extras_of(R"({"messages":[{"role":"user","content":"Hi"}],"tools":null})");
    EXPECT_EQ(extras.json_bytes, 0U);
    EXPECT_EQ(extras.attachments, 0U);
}

TEST(PromptExtras, CountToolsAndTheCallsOfTheHistory) {
    EXPECT_EQ(extras_of(R"({"messages":[],"tools":[ { "a": 1 } ]})").json_bytes,
              std::string_view{R"([{"a":1}])"}.size());
    EXPECT_EQ(extras_of(R"({"messages":[{"role":"assistant","tool_calls":[{"id":"t"}]}]})").json_bytes,
              std::string_view{R"([{"id":"t"}])"}.size());
}

TEST(PromptExtras, CountImagesAndFiles) {
    EXPECT_EQ(extras_of(R"({"messages":[{"content":[{"type":"text"},{"type":"image_url"},{"type":"file"}]},)"
                        R"({"content":[{"type":"image_url"}]}]})")
                  .attachments,
              3U);
}

TEST(PromptExtras, AreNoneInWhatIsNoRequest) { EXPECT_EQ(extras_of("[").attachments, 0U); }

}  // namespace
}  // namespace signalbox::wire
