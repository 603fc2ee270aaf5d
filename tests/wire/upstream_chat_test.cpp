#include "wire/openai_request.hpp"
#include "wire/raw_members.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

std::string upstream(std::string_view body, bool stream) {
    JsonReader reader;
    auto const request = read_chat_request(body, reader);
    EXPECT_TRUE(request) << body;
    std::string out;
    append_upstream_chat(out, request->raw, "gpt-x", stream);
    EXPECT_TRUE(reader.parse(out)) << out;
    return out;
}

TEST(UpstreamChat, PutsTheClientsMembersAroundOurModel) {
    EXPECT_EQ(
        upstream(R"({"model":"auto","messages":[{"role":"user","content":"}\"]{"}],"temperature":0,"x":{"y":[1]}})",
                 false),
        R"({"model":"gpt-x","messages":[{"role":"user","content":"}\"]{"}],"temperature":0,"x":{"y":[1]}})");
}

TEST(UpstreamChat, TakesOutWhatIsOursWhereverItStands) {
    EXPECT_EQ(
        upstream(
            R"({"stream":false,"seed":1,"signalbox":{"quality":1},"messages":[{"role":"user","content":"a"}],"stream_options":null,"n":1,"model":"m"})",
            false),
        R"({"model":"gpt-x","seed":1,"messages":[{"role":"user","content":"a"}],"n":1})");
}

TEST(UpstreamChat, AsksForUsageInAStream) {
    EXPECT_EQ(
        upstream(R"({"messages":[{"role":"user","content":"a"}]})", true),
        R"({"model":"gpt-x","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":true}})");
}

TEST(UpstreamChat, KeepsTheClientsOtherStreamOptions) {
    EXPECT_EQ(
        upstream(
            R"({"messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":false,"include_obfuscation":false}})",
            true),
        R"({"model":"gpt-x","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}})");
}

TEST(UpstreamChat, SeesThroughEscapedNames) {
    auto const out = upstream(
        R"({"mod\u0065l":"auto","messages":[{"role":"user","content":"a"}],"str\u0065am":true,"stream_options":{"include\u005fusage":false}})",
        true);
    EXPECT_EQ(
        out,
        R"({"model":"gpt-x","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{"include_usage":true}})");
}

TEST(UpstreamChat, KeepsBytesAsTheyWere) {
    auto const out = upstream(
        "{ \"messages\" :\n[ {\"role\":\"user\",\"content\":\"\\u00e9 \\\\\\\" \xC3\xA9\"} ] , \"stop\" : [\"\\\\\"] , "
        "\"model\":\"a\" }",
        false);
    EXPECT_EQ(out,
              "{\"model\":\"gpt-x\",\"messages\" :\n[ {\"role\":\"user\",\"content\":\"\\u00e9 \\\\\\\" \xC3\xA9\"} ] "
              ", \"stop\" : [\"\\\\\"]}");
}

TEST(UpstreamChat, EscapesTheModel) {
    std::string out;
    append_upstream_chat(out, RawChat{}, "a\"b", false);
    EXPECT_EQ(out, R"({"model":"a\"b"})");
}

TEST(UpstreamChat, IsBuiltFromPlainMessagesToo) {
    ChainContext context;
    context.messages = {{Role::system, "be \"brief\""}, {Role::user, "hi\n"}};
    context.max_output_tokens = 50;
    context.temperature = 0;
    std::string out;
    append_upstream_chat(out, context, "m", true);
    EXPECT_EQ(
        out, R"({"model":"m","messages":[{"role":"system","content":"be \"brief\""},{"role":"user","content":"hi\n"}],)"
             R"("max_tokens":50,"temperature":0,"stream":true,"stream_options":{"include_usage":true}})");
    out.clear();
    context.needs_json = true;
    append_upstream_chat(out, context, "m", false);
    EXPECT_TRUE(out.ends_with(R"("response_format":{"type":"json_object"}})"));
}

TEST(RawMembers, GivesNothingOfWhatIsNoObject) {
    for (std::string_view const text : {"", "[]", "1", "\"a\"", "{", "{\"", "{\"a", "{\"a\"", "{}"}) {
        RawMembers members{text};
        RawMember member;
        EXPECT_FALSE(members.next(member)) << text;
    }
}

}  // namespace
}  // namespace signalbox::wire
