#include "wire/messages_request.hpp"

#include "wire/anthropic_request.hpp"
#include "wire/golden.hpp"
#include "wire/openai_request.hpp"

#include <gtest/gtest.h>

#include <string>

// Anthropic's requests of tests/golden/messages/request as chat completion requests.

namespace signalbox::wire {
namespace {

constexpr std::string_view anthropic_end = ".anthropic.json";

std::string minified(std::string const& text) {
    simdjson::dom::parser parser;
    return simdjson::minify(parser.parse(text).value());
}

Result<std::string> translated(std::string_view body) {
    JsonReader reader;
    std::string out;
    auto const written = append_chat_request(out, body, reader);
    if (!written) return std::unexpected{written.error()};
    return out;
}

std::string stem(golden::Path const& path) {
    auto const file = path.filename().string();
    return file.substr(0, file.size() - anthropic_end.size());
}

class MessagesRequest : public ::testing::TestWithParam<golden::Path> {};

TEST_P(MessagesRequest, IsTranslatedAndRead) {
    auto const expected = GetParam().parent_path() / (stem(GetParam()) + ".openai.json");
    auto const request = translated(golden::content_of(GetParam()));
    ASSERT_TRUE(request) << request.error().detail;
    EXPECT_EQ(minified(*request), minified(golden::content_of(expected)));
    JsonReader reader;
    auto const chat = read_chat_request(*request, reader);
    ASSERT_TRUE(chat) << chat.error().detail;
    EXPECT_EQ(chat->context.model, "auto");
    EXPECT_EQ(chat->context.max_output_tokens, 100);
}

INSTANTIATE_TEST_SUITE_P(Requests, MessagesRequest,
                         ::testing::ValuesIn(golden::cases("messages/request", anthropic_end)),
                         [](auto const& one) { return stem(one.param); });

struct Refused {
    char const* name;
    std::string body;
    std::string param;
};
class RefusedMessagesRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedMessagesRequest, NamesTheField) {
    auto const request = translated(GetParam().body);
    ASSERT_FALSE(request) << *request;
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, GetParam().param);
}

std::string with(std::string const& members) {
    return R"({"model":"auto","max_tokens":5,"messages":[{"role":"user","content":"Hi"}],)" + members + "}";
}
std::string saying(std::string const& role, std::string const& blocks) {
    return R"({"model":"auto","max_tokens":5,"messages":[{"role":")" + role + R"(","content":[)" + blocks + "]}]}";
}

INSTANTIATE_TEST_SUITE_P(
    Fields, RefusedMessagesRequest,
    ::testing::Values(
        Refused{"NoModel", R"({"max_tokens":5,"messages":[{"role":"user","content":"Hi"}]})", "model"},
        Refused{"NoLimit", R"({"model":"m","messages":[{"role":"user","content":"Hi"}]})", "max_tokens"},
        Refused{"NoMessages", R"({"model":"m","max_tokens":5})", "messages"},
        Refused{"EmptyMessages", R"({"model":"m","max_tokens":5,"messages":[]})", "messages"},
        Refused{"Role", saying("tool", R"({"type":"text","text":"x"})"), "messages[0].role"},
        Refused{"TopK", with(R"("top_k":5)"), "top_k"}, Refused{"Heat", with(R"("temperature":1.5)"), "temperature"},
        Refused{"Servers", with(R"("mcp_servers":[{"url":"x"}])"), "mcp_servers"},
        Refused{"ProvidersTool", with(R"("tools":[{"type":"web_search_20250305","name":"web_search"}])"),
                "tools[0].type"},
        Refused{"ToolWithoutName", with(R"("tools":[{"input_schema":{}}])"), "tools[0].name"},
        Refused{"Choice", with(R"("tools":[{"name":"f"}],"tool_choice":{"type":"some"})"), "tool_choice.type"},
        Refused{"BlockWithoutType", saying("user", "{}"), "messages[0].content[0].type"},
        Refused{"TextWithoutText", saying("user", R"({"type":"text"})"), "messages[0].content[0].text"},
        Refused{"UnknownBlock", saying("user", R"({"type":"container_upload"})"), "messages[0].content[0].type"},
        Refused{"ImageByFile", saying("user", R"({"type":"image","source":{"type":"file","file_id":"f"}})"),
                "messages[0].content[0].source.type"},
        Refused{"ResultWithoutId", saying("user", R"({"type":"tool_result"})"), "messages[0].content[0].tool_use_id"},
        Refused{"AssistantsImage", saying("assistant", R"({"type":"image"})"), "messages[0].content[0].type"},
        Refused{"CallWithoutName", saying("assistant", R"({"type":"tool_use","id":"t"})"),
                "messages[0].content[0].name"},
        Refused{"ChoiceOfATool", with(R"("tools":[{"name":"f"}],"tool_choice":{"type":"tool"})"), "tool_choice.name"},
        Refused{"ChoiceNameOfAnotherType", with(R"("tools":[{"name":"f"}],"tool_choice":{"type":"tool","name":5})"),
                "tool_choice.name"},
        Refused{"ParallelOfAnotherType",
                with(R"("tools":[{"name":"f"}],"tool_choice":{"type":"auto","disable_parallel_tool_use":1})"),
                "tool_choice.disable_parallel_tool_use"},
        Refused{"ToolTypeOfAnotherType", with(R"("tools":[{"name":"f","type":5}])"), "tools[0].type"},
        Refused{"ToolDescription", with(R"("tools":[{"name":"f","description":5}])"), "tools[0].description"},
        Refused{"ToolStrict", with(R"("tools":[{"name":"f","strict":"yes"}])"), "tools[0].strict"},
        Refused{"SystemText", with(R"("system":[{"type":"text","text":5}])"), "system[0].text"},
        Refused{"SystemTextNull", with(R"("system":[{"type":"text","text":null}])"), "system[0].text"},
        Refused{"AssistantsText", saying("assistant", R"({"type":"text","text":5})"), "messages[0].content[0].text"},
        Refused{"CallInput", saying("assistant", R"({"type":"tool_use","id":"t","name":"f","input":"x"})"),
                "messages[0].content[0].input"},
        Refused{"ResultText",
                saying("user", R"({"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":5}]})"),
                "messages[0].content[0].content[0].text"},
        Refused{"ResultError", saying("user", R"({"type":"tool_result","tool_use_id":"t","is_error":"yes"})"),
                "messages[0].content[0].is_error"},
        Refused{"ImageUrl", saying("user", R"({"type":"image","source":{"type":"url","url":5}})"),
                "messages[0].content[0].source.url"},
        Refused{"ImageData", saying("user", R"({"type":"image","source":{"type":"base64","media_type":"image/png"}})"),
                "messages[0].content[0].source.data"},
        Refused{"ImageMediaType", saying("user", R"({"type":"image","source":{"type":"base64","data":"AA=="}})"),
                "messages[0].content[0].source.media_type"},
        Refused{"DocumentText", saying("user", R"({"type":"document","source":{"type":"text","data":5}})"),
                "messages[0].content[0].source.data"},
        Refused{"DocumentTitle",
                saying("user",
                       R"({"type":"document","title":5,"source":{"type":"base64","media_type":"a/b","data":"AA=="}})"),
                "messages[0].content[0].title"}),
    [](auto const& row) { return row.param.name; });

TEST(MessagesRequestLimit, IsTakenToTenMillionTokens) {
    auto const asking = [](std::string const& tokens) {
        return translated(R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"max_tokens":)" + tokens + "}");
    };
    auto const most = asking("10000000");
    ASSERT_TRUE(most) << most.error().detail;
    EXPECT_TRUE(most->contains(R"("max_tokens":10000000)"));
    for (auto const* const tokens : {"10000001", "9223372036854775807"}) {
        auto const refused = asking(tokens);
        ASSERT_FALSE(refused) << tokens;
        EXPECT_EQ(refused.error().code, Errc::invalid_value);
        EXPECT_EQ(refused.error().detail, "max_tokens: expected a whole number from 1 to 10000000");
    }
}

TEST(CountedMessagesRequest, NeedsNoLimit) {
    JsonReader reader;
    std::string out;
    auto const body = R"({"model":"m","messages":[{"role":"user","content":"Hi"}]})";
    ASSERT_TRUE(append_chat_request(out, body, reader, MessagesUse::count));
    EXPECT_EQ(out, R"({"model":"m","messages":[{"role":"user","content":"Hi"}]})");
}

TEST(MessagesRequestUser, IsLeftOutWhenOpenAiWouldRefuseIt) {
    auto const asking = [](std::size_t size) {
        return *translated(with(R"("metadata":{"user_id":")" + std::string(size, 'u') + "\"}"));
    };
    EXPECT_TRUE(asking(64).contains(R"("user":"uu)"));
    EXPECT_FALSE(asking(65).contains("user\":\"uu"));
}

TEST(MessagesRequestOptions, AreOursAndGoNoFurther) {
    auto const body = with(R"("signalbox":{"quality":0.8})");
    auto const request = translated(body);
    ASSERT_TRUE(request);
    JsonReader reader;
    EXPECT_EQ(read_chat_request(*request, reader)->context.options.quality, 0.8);
    std::string own;
    append_own_messages_request(own, body, {.model = "claude-x"});
    EXPECT_EQ(own, R"({"model":"claude-x","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]})");
}

TEST(OwnMessagesRequest, GoesOnAsItsClientWroteIt) {
    std::string out;
    append_own_messages_request(
        out, R"({"model":"auto","thinking":{"type":"adaptive"},"stream":false,"max_tokens":5,"messages":[],"x":1})",
        {.model = "claude-x", .stream = true});
    EXPECT_EQ(
        out, R"({"model":"claude-x","thinking":{"type":"adaptive"},"max_tokens":5,"messages":[],"x":1,"stream":true})");
}

}  // namespace
}  // namespace signalbox::wire
