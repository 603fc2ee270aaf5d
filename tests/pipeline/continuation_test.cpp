#include "pipeline/continuation.hpp"

#include "fakes/delta_recorder.hpp"
#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

class ContinuationTest : public ::testing::Test {
protected:
    ContinuationTest() { context.messages = {{Role::system, "be brief"}, {Role::user, "tell of cats"}}; }

    fakes::ManualTime time;
    fakes::DeltaRecorder reader{time};
    ChainContext context;
    Continuation continuation{context};
};

TEST_F(ContinuationTest, PassesAnAnswerThatIsWhole) {
    continuation.begin(reader);
    EXPECT_EQ(&continuation.question(), &context);
    continuation.on_delta({.text = "The cat", .frames = "data: x\n\n"});
    continuation.end();
    EXPECT_EQ(reader.text, "The cat");
    EXPECT_EQ(reader.frames, "data: x\n\n");
}

TEST_F(ContinuationTest, AsksToGoOnBehindTheTextSoFar) {
    continuation.begin(reader);
    continuation.on_delta({.text = "The cat sat"});
    continuation.end();
    ASSERT_TRUE(continuation.can_go_on());

    continuation.go_on(reader);

    auto const& messages = continuation.question().messages;
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(messages[1].content, "tell of cats");
    EXPECT_EQ(messages[2].role, Role::assistant);
    EXPECT_EQ(messages[2].content, "The cat sat");
    EXPECT_EQ(messages[3].role, Role::user);
}

TEST_F(ContinuationTest, JoinsWhatComesToWhatIsThere) {
    continuation.begin(reader);
    continuation.on_delta({.text = "Once the old cat sat on"});
    continuation.end();
    continuation.go_on(reader);
    continuation.on_delta({.text = "the old cat ", .frames = "data: of another answer\n\n"});
    continuation.on_delta({.text = "sat on the mat"});
    continuation.end();
    EXPECT_EQ(reader.text, "Once the old cat sat on the mat");
    EXPECT_EQ(continuation.text(), reader.text);
    EXPECT_EQ(reader.frames, "");
}

TEST_F(ContinuationTest, GivesOutWhatItHeldWhenTheContinuationBreaksOffToo) {
    continuation.begin(reader);
    continuation.on_delta({.text = "Once the old cat sat on"});
    continuation.end();
    continuation.go_on(reader);
    continuation.on_delta({.text = " the"});
    continuation.on_delta({.text = " old"});  // so far it may be the end of the text again
    EXPECT_EQ(reader.text, "Once the old cat sat on");
    continuation.end();
    continuation.go_on(reader);
    EXPECT_EQ(continuation.question().messages[2].content, "Once the old cat sat on the old");
    continuation.on_delta({.text = " mat."});
    continuation.end();
    EXPECT_EQ(reader.text, "Once the old cat sat on the old mat.");
}

TEST_F(ContinuationTest, ForgetsTheTextWhenAnotherAnswerBegins) {
    continuation.begin(reader);
    continuation.on_delta({.text = "The cat"});
    continuation.end();
    continuation.begin(reader);
    EXPECT_EQ(continuation.text(), "");
    EXPECT_EQ(&continuation.question(), &context);
}

TEST_F(ContinuationTest, KeepsAClientsOwnMembers) {
    RawChat const raw{
        .body = {},
        .members = {R"("temperature":0,"messages":[{"role":"user","content":"tell of \"cats\""}],"top_p":1)",
                    R"("seed":7)"},
        .stream_options = R"({"x":1})"};
    context.raw = &raw;
    continuation.begin(reader);
    continuation.on_delta({.text = "The \"cat\"\n"});
    continuation.end();
    continuation.go_on(reader);
    auto const* asked = continuation.question().raw;
    ASSERT_NE(asked, nullptr);
    ASSERT_EQ(asked->members.size(), 1U);
    EXPECT_TRUE(asked->members[0].starts_with(
        R"("temperature":0,"messages":[{"role":"user","content":"tell of \"cats\""},{"role":"assistant","content":"The \"cat\"\n"},{"role":"user","content":")"))
        << asked->members[0];
    EXPECT_TRUE(asked->members[0].ends_with(R"("}],"top_p":1,"seed":7)")) << asked->members[0];
    EXPECT_EQ(asked->stream_options, raw.stream_options);
}

TEST_F(ContinuationTest, IsForPlainTextOnly) {
    continuation.begin(reader);
    EXPECT_FALSE(continuation.can_go_on()) << "there is nothing yet";
    continuation.on_delta({.text = "The cat"});
    EXPECT_TRUE(continuation.can_go_on());
    context.needs_json = true;
    EXPECT_FALSE(continuation.can_go_on());
    context.needs_json = false;
    context.needs_tools = true;
    EXPECT_FALSE(continuation.can_go_on());
    context.needs_tools = false;
    continuation.on_delta({.tool_calls = true});
    EXPECT_FALSE(continuation.can_go_on());
}

}  // namespace
}  // namespace signalbox
