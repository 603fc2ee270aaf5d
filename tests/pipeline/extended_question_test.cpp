#include "pipeline/extended_question.hpp"

#include <gtest/gtest.h>

#include <array>

namespace signalbox {
namespace {

std::array const more{Message{Role::system, "Be brief."}};

TEST(ExtendedQuestion, HasTheMessagesBehindTheConversation) {
    ChainContext context{.messages = {{Role::user, "Name a river"}}};
    context.tenant = "acme";
    ExtendedQuestion const question{context, more};
    ASSERT_EQ(question.context().messages.size(), 2U);
    EXPECT_EQ(question.context().messages[0].content, "Name a river");
    EXPECT_EQ(question.context().messages[1].role, Role::system);
    EXPECT_EQ(question.context().tenant, "acme");
    EXPECT_EQ(context.messages.size(), 1U);
}

TEST(ExtendedQuestion, ExtendsWhatAClientSentAndKeepsTheRest) {
    RawChat const raw{.members = {R"("messages":[{"role":"user","content":"Name a river"}],"seed":7)"},
                      .messages_body = R"({"messages":[]})"};
    ChainContext const context{.messages = {{Role::user, "Name a river"}}, .raw = &raw};
    ExtendedQuestion const question{context, more};
    ASSERT_NE(question.context().raw, &raw);
    EXPECT_EQ(
        question.context().raw->members.front(),
        R"("messages":[{"role":"user","content":"Name a river"},{"role":"system","content":"Be brief."}],"seed":7)");
    EXPECT_TRUE(question.context().raw->messages_body.empty()) << "it would be sent instead";
}

}  // namespace
}  // namespace signalbox
