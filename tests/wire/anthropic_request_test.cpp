#include "wire/anthropic_request.hpp"

#include "wire/golden.hpp"

#include <gtest/gtest.h>

#include <string>

// OpenAI's requests of tests/golden/anthropic/request as requests of the Messages API.

namespace signalbox::wire {
namespace {

constexpr std::string_view openai_end = ".openai.json";

std::string minified(std::string const& text) {
    simdjson::dom::parser parser;
    return simdjson::minify(parser.parse(text).value());
}

Result<std::string> translated(std::string const& body, bool stream = false) {
    JsonReader reader;
    RawChat const raw{.body = body};
    std::string out;
    auto const written =
        append_messages_request(out, raw, {.model = "claude-x", .max_tokens = 1024, .stream = stream}, reader);
    if (!written) return std::unexpected{written.error()};
    return out;
}

std::string stem(golden::Path const& path) {
    auto const file = path.filename().string();
    return file.substr(0, file.size() - openai_end.size());
}

class AnthropicRequest : public ::testing::TestWithParam<golden::Path> {};

TEST_P(AnthropicRequest, IsTranslated) {
    auto const expected = GetParam().parent_path() / (stem(GetParam()) + ".anthropic.json");
    auto const request = translated(golden::content_of(GetParam()), stem(GetParam()) == "streamed");
    ASSERT_TRUE(request) << request.error().detail;
    EXPECT_EQ(minified(*request), minified(golden::content_of(expected)));
}

INSTANTIATE_TEST_SUITE_P(Requests, AnthropicRequest,
                         ::testing::ValuesIn(golden::cases("anthropic/request", openai_end)),
                         [](auto const& one) { return stem(one.param); });

struct Untranslatable {
    char const* name;
    std::string members;  // beside a proper message
    std::string param;
};
class UntranslatableMember : public ::testing::TestWithParam<Untranslatable> {};

TEST_P(UntranslatableMember, IsRefusedByName) {
    auto const request = translated(R"({"messages":[{"role":"user","content":"Hi"}],)" + GetParam().members + "}");
    ASSERT_FALSE(request) << *request;
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, GetParam().param);
    EXPECT_TRUE(request.error().detail.starts_with(GetParam().param + ": ")) << request.error().detail;
}

std::string const one_tool = R"("tools":[{"type":"function","function":{"name":"f"}}],)";

INSTANTIATE_TEST_SUITE_P(
    Members, UntranslatableMember,
    ::testing::Values(
        Untranslatable{"Heat", R"("temperature":1.2)", "temperature"}, Untranslatable{"Choices", R"("n":2)", "n"},
        Untranslatable{"Seed", R"("seed":7)", "seed"}, Untranslatable{"Logprobs", R"("logprobs":true)", "logprobs"},
        Untranslatable{"Bias", R"("logit_bias":{"5":1})", "logit_bias"},
        Untranslatable{"Penalty", R"("presence_penalty":0.1)", "presence_penalty"},
        Untranslatable{"JsonMode", R"("response_format":{"type":"json_object"})", "response_format"},
        Untranslatable{"SchemaWithoutSchema", R"("response_format":{"type":"json_schema"})",
                       "response_format.json_schema.schema"},
        Untranslatable{"Audio", R"("modalities":["text","audio"])", "modalities"},
        Untranslatable{"Tier", R"("service_tier":"flex")", "service_tier"},
        Untranslatable{"Effort", R"("reasoning_effort":"extreme")", "reasoning_effort"},
        Untranslatable{"BlankStop", R"("stop":["a"," \n"])", "stop[1]"},
        Untranslatable{"Functions", R"("functions":[{"name":"f"}])", "functions"},
        Untranslatable{"UnknownMember", R"("x_new":1)", "x_new"},
        Untranslatable{"CustomTool", R"("tools":[{"type":"custom","custom":{"name":"f"}}])", "tools[0].type"},
        Untranslatable{"ToolWithoutName", R"("tools":[{"type":"function","function":{}}])", "tools[0].function.name"},
        Untranslatable{"ChoiceWithoutTools", R"("tool_choice":"required")", "tool_choice"},
        Untranslatable{"UnknownChoice", one_tool + R"("tool_choice":"any")", "tool_choice"},
        Untranslatable{"ManyAllowedTools", one_tool + R"("tool_choice":{"type":"allowed_tools"})", "tool_choice.type"},
        Untranslatable{"LongUser", R"("user":")" + std::string(257, 'u') + "\"", "user"},
        Untranslatable{"EffortTwice", R"("reasoning_effort":"low","output_config":{"effort":"high"})",
                       "output_config"}),
    [](auto const& row) { return row.param.name; });

class UntranslatableMessage : public ::testing::TestWithParam<Untranslatable> {};

TEST_P(UntranslatableMessage, IsRefusedByName) {
    auto const request = translated(R"({"messages":[)" + GetParam().members + "]}");
    ASSERT_FALSE(request) << *request;
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, GetParam().param);
}

INSTANTIATE_TEST_SUITE_P(
    Messages, UntranslatableMessage,
    ::testing::Values(
        Untranslatable{"OnlySystem", R"({"role":"system","content":"Be brief."})", "messages"},
        Untranslatable{"OnlyBlanks", R"({"role":"user","content":""})", "messages"},
        Untranslatable{"Name", R"({"role":"user","name":"Ann","content":"Hi"})", "messages[0].name"},
        Untranslatable{"Function", R"({"role":"function","content":"Hi"})", "messages[0].role"},
        Untranslatable{"FunctionCall", R"({"role":"assistant","function_call":{"name":"f","arguments":"{}"}})",
                       "messages[0].function_call"},
        Untranslatable{"PlainHttpImage",
                       R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"http://a.example/x"}}]})",
                       "messages[0].content[0].image_url.url"},
        Untranslatable{"Audio", R"({"role":"user","content":[{"type":"input_audio","input_audio":{}}]})",
                       "messages[0].content[0].type"},
        Untranslatable{"FileById", R"({"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]})",
                       "messages[0].content[0].file.file_data"},
        Untranslatable{"ImageOfTheSystem", R"({"role":"system","content":[{"type":"image_url"}]})",
                       "messages[0].content[0]"},
        Untranslatable{"BrokenArguments",
                       R"({"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{"}}]})",
                       "messages[0].tool_calls[0].function.arguments"},
        Untranslatable{"ListOfArguments",
                       R"({"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"[]"}}]})",
                       "messages[0].tool_calls[0].function.arguments"},
        Untranslatable{"CallWithoutId",
                       R"({"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]})",
                       "messages[0].tool_calls[0].id"}),
    [](auto const& row) { return row.param.name; });

TEST(AnthropicPlainRequest, IsMadeOfMessagesAlone) {
    ChainContext const context{
        .messages = {{Role::system, "Judge."}, {Role::user, "Hi"}, {Role::user, "there"}, {Role::tool, "18"}},
        .max_output_tokens = 50,
        .temperature = 0.0};
    std::string out;
    ASSERT_TRUE(append_messages_request(out, context, {.model = "claude-x"}));
    EXPECT_EQ(out,
              R"({"model":"claude-x","max_tokens":50,"system":[{"type":"text","text":"Judge."}],)"
              R"("messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"},)"
              R"({"type":"text","text":"18"}]}],"temperature":0})");
}

TEST(AnthropicPlainRequest, RefusesWhatHasNoCounterpart) {
    std::string out;
    auto const hot = append_messages_request(out, {.messages = {{Role::user, "Hi"}}, .temperature = 1.5}, {});
    ASSERT_FALSE(hot);
    EXPECT_EQ(hot.error().param, "temperature");
    auto const json = append_messages_request(out, {.messages = {{Role::user, "Hi"}}, .needs_json = true}, {});
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().param, "response_format");
}

}  // namespace
}  // namespace signalbox::wire
