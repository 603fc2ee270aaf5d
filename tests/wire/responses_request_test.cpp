#include "wire/responses_request.hpp"

#include "wire/golden.hpp"
#include "wire/openai_request.hpp"

#include <gtest/gtest.h>

#include <string>

// Requests of tests/golden/responses/request as chat completion requests.

namespace signalbox::wire {
namespace {

constexpr std::string_view responses_end = ".responses.json";

std::string minified(std::string const& text) {
    simdjson::dom::parser parser;
    return simdjson::minify(parser.parse(text).value());
}

Result<std::string> translated(std::string_view body) {
    JsonReader reader;
    std::string out;
    auto const echo = append_responses_chat(out, body, reader);
    if (!echo) return std::unexpected{echo.error()};
    return out;
}

std::string stem(golden::Path const& path) {
    auto const file = path.filename().string();
    return file.substr(0, file.size() - responses_end.size());
}

class ResponsesRequest : public ::testing::TestWithParam<golden::Path> {};

TEST_P(ResponsesRequest, IsTranslatedAndRead) {
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

INSTANTIATE_TEST_SUITE_P(Requests, ResponsesRequest,
                         ::testing::ValuesIn(golden::cases("responses/request", responses_end)),
                         [](auto const& one) { return stem(one.param); });

struct Refused {
    char const* name;
    std::string body;
    std::string param;
};
class RefusedResponsesRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedResponsesRequest, NamesTheField) {
    auto const request = translated(GetParam().body);
    ASSERT_FALSE(request) << *request;
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, GetParam().param);
}

std::string with(std::string const& members) { return R"({"model":"auto","input":"Hi",)" + members + "}"; }
std::string item(std::string const& members) { return R"({"model":"auto","input":[{)" + members + "}]}"; }

INSTANTIATE_TEST_SUITE_P(
    Fields, RefusedResponsesRequest,
    ::testing::Values(
        Refused{"NoInput", R"({"model":"m"})", "input"}, Refused{"EmptyInput", R"({"model":"m","input":[]})", "input"},
        Refused{"InputOfAnotherType", R"({"model":"m","input":5})", "input"},
        Refused{"StoredResponse", with(R"("previous_response_id":"resp_1")"), "previous_response_id"},
        Refused{"StoredConversation", with(R"("conversation":"conv_1")"), "conversation"},
        Refused{"StoredPrompt", with(R"("prompt":{"id":"p"})"), "prompt"},
        Refused{"Background", with(R"("background":true)"), "background"},
        Refused{"Store", with(R"("store":"yes")"), "store"},
        Refused{"Truncation", with(R"("truncation":"auto")"), "truncation"},
        Refused{"Logprobs", with(R"("top_logprobs":3)"), "top_logprobs"},
        Refused{"Include", with(R"("include":["reasoning.encrypted_content","file_search_call.results"])"),
                "include[1]"},
        Refused{"Metadata", with(R"("metadata":[])"), "metadata"},
        Refused{"Instructions", with(R"("instructions":[])"), "instructions"},
        Refused{"Limit", with(R"("max_output_tokens":0)"), "max_output_tokens"},
        Refused{"BuiltInTool", with(R"("tools":[{"type":"function","name":"f"},{"type":"web_search"}])"),
                "tools[1].type"},
        Refused{"ToolWithoutName", with(R"("tools":[{"type":"function"}])"), "tools[0].name"},
        Refused{"ChoiceOfABuiltInTool",
                with(R"("tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"web_search"})"),
                "tool_choice.type"},
        Refused{"ChoiceWithoutName",
                with(R"("tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"function","name":""})"),
                "tool_choice.name"},
        Refused{"ChoiceWord", with(R"("tools":[{"type":"function","name":"f"}],"tool_choice":"some")"), "tool_choice"},
        Refused{"Parallel", with(R"("tools":[{"type":"function","name":"f"}],"parallel_tool_calls":1)"),
                "parallel_tool_calls"},
        Refused{"Format", with(R"("text":{"format":{"type":"grammar"}})"), "text.format.type"},
        Refused{"FormatWithoutSchema", with(R"("text":{"format":{"type":"json_schema"}})"), "text.format.schema"},
        Refused{"StoredItem", item(R"("type":"item_reference","id":"msg_1")"), "input[0].type"},
        Refused{"CallOfABuiltInTool", item(R"("type":"web_search_call")"), "input[0].type"},
        Refused{"NoRole", item(R"("content":"Hi")"), "input[0].role"},
        Refused{"Role", item(R"("role":"tool","content":"Hi")"), "input[0].role"},
        Refused{"NoContent", item(R"("role":"user")"), "input[0].content"},
        Refused{"NoParts", item(R"("role":"user","content":[])"), "input[0].content"},
        Refused{"Part", item(R"("role":"user","content":[{"type":"input_audio"}])"), "input[0].content[0].type"},
        Refused{"StoredImage", item(R"("role":"user","content":[{"type":"input_image","file_id":"f"}])"),
                "input[0].content[0].file_id"},
        Refused{"FileByAddress", item(R"("role":"user","content":[{"type":"input_file","file_url":"u"}])"),
                "input[0].content[0].file_url"},
        Refused{"AssistantsImage", item(R"("role":"assistant","content":[{"type":"input_image"}])"),
                "input[0].content[0].type"},
        Refused{"CallWithoutId", item(R"("type":"function_call","name":"f","arguments":"{}")"), "input[0].call_id"},
        Refused{"OutputWithoutId", item(R"("type":"function_call_output","output":"x")"), "input[0].call_id"},
        Refused{"OutputOfAnotherType", item(R"("type":"function_call_output","call_id":"c","output":5)"),
                "input[0].output"},
        Refused{"OutputTextOfAnotherType",
                item(R"("type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":5}])"),
                "input[0].output[0].text"},
        Refused{"ItemTypeOfAnotherType", item(R"("type":5,"role":"user","content":"Hi")"), "input[0].type"},
        Refused{"ImageDetail", item(R"("role":"user","content":[{"type":"input_image","image_url":"u","detail":5}])"),
                "input[0].content[0].detail"},
        Refused{"FileName", item(R"("role":"user","content":[{"type":"input_file","file_data":"d","filename":5}])"),
                "input[0].content[0].filename"},
        Refused{"FormatName", with(R"("text":{"format":{"type":"json_schema","name":5,"schema":{}}})"),
                "text.format.name"},
        Refused{"TruncationOfAnotherType", with(R"("truncation":5)"), "truncation"},
        Refused{"TruncationWord", with(R"("truncation":"some")"), "truncation"},
        Refused{"Effort", with(R"("reasoning":{"effort":7})"), "reasoning.effort"},
        Refused{"Verbosity", with(R"("text":{"verbosity":9})"), "text.verbosity"}),
    [](auto const& row) { return row.param.name; });

TEST(ResponsesRequestLimit, IsTakenToTenMillionTokens) {
    auto const asking = [](std::string const& tokens) { return translated(with(R"("max_output_tokens":)" + tokens)); };
    auto const most = asking("10000000");
    ASSERT_TRUE(most) << most.error().detail;
    EXPECT_TRUE(most->contains(R"("max_completion_tokens":10000000)"));
    for (auto const* const tokens : {"10000001", "9223372036854775807"}) {
        auto const refused = asking(tokens);
        ASSERT_FALSE(refused) << tokens;
        EXPECT_EQ(refused.error().code, Errc::invalid_value);
        EXPECT_EQ(refused.error().detail, "max_output_tokens: expected a whole number from 1 to 10000000");
    }
}

TEST(ResponseEcho, RepeatsWhatWasAskedAndSaysThatNothingIsStored) {
    JsonReader reader;
    std::string out;
    auto const echo = append_responses_chat(
        out,
        with(
            R"("store":true,"metadata":{"k":"v"},"instructions":"Be brief.","temperature":0.5,"text":{"verbosity":"low"})"),
        reader);
    ASSERT_TRUE(echo);
    EXPECT_EQ(
        *echo,
        R"("instructions":"Be brief.","max_output_tokens":null,"metadata":{"k":"v"},"parallel_tool_calls":true,"reasoning":{"effort":null,"summary":null},"temperature":0.5,"tool_choice":"auto","tools":[],"top_p":null,"user":null,"text":{"format":{"type":"text"},"verbosity":"low"},"truncation":"disabled","store":false,"background":false,"previous_response_id":null)");
}

}  // namespace
}  // namespace signalbox::wire
