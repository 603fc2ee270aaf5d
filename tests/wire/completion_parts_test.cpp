#include "wire/completion_parts.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

class CompletionPartsTest : public ::testing::Test {
protected:
    simdjson::dom::element call(std::string_view json) { return *reader.parse(json); }
    JsonReader reader;
};

TEST_F(CompletionPartsTest, HaveTheMessageOfTheFirstChoice) {
    auto const message =
        completion_message(R"({"choices":[{"message":{"content":"a"}},{"message":{"content":"b"}}]})", reader);
    ASSERT_TRUE(message);
    ASSERT_TRUE(*message);
    EXPECT_EQ(simdjson::minify(**message), R"({"content":"a"})");
}

TEST_F(CompletionPartsTest, HaveNoMessageWhenThereWasNoCompletion) {
    auto const message = completion_message("", reader);
    ASSERT_TRUE(message);
    EXPECT_FALSE(*message);
}

TEST_F(CompletionPartsTest, RefuseWhatIsNoCompletion) {
    for (auto const* const text : {"{", "5", "{}", R"({"choices":[]})", R"({"choices":[{"message":"a"}]})"}) {
        auto const message = completion_message(text, reader);
        ASSERT_FALSE(message) << text;
        EXPECT_EQ(message.error().code, Errc::provider_protocol) << text;
    }
}

TEST_F(CompletionPartsTest, HaveTheCallsAsTheModelWroteThem) {
    auto const read = read_completion_call(call(R"({"id":"t","function":{"name":"f","arguments":"{ "}})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, "t");
    EXPECT_EQ(read->name, "f");
    EXPECT_EQ(read->arguments, "{ ");
}

TEST_F(CompletionPartsTest, RefuseACallThatIsIncomplete) {
    for (auto const* const text :
         {"5", R"({"function":{"name":"f","arguments":""}})", R"({"id":"t"})", R"({"id":"t","function":5})",
          R"({"id":"t","function":{"arguments":""}})", R"({"id":"t","function":{"name":"f","arguments":{}}})"}) {
        auto const read = read_completion_call(call(text));
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, Errc::provider_protocol) << text;
    }
}

}  // namespace
}  // namespace signalbox::wire
