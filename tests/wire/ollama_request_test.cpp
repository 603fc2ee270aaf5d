#include "wire/ollama_request.hpp"

#include "wire/golden.hpp"

#include <gtest/gtest.h>

#include <string>

// OpenAI's requests of tests/golden/ollama/request as requests of Ollama's.

namespace signalbox::wire {
namespace {

constexpr std::string_view openai_end = ".openai.json";

std::string minified(std::string const& text) {
    simdjson::dom::parser parser;
    return simdjson::minify(parser.parse(text).value());
}

Result<std::string> translated(std::string const& body, OllamaTarget target = {}) {
    JsonReader reader;
    RawChat const raw{.body = body};
    std::string out;
    target.model = "qwen3:8b";
    auto const written = append_ollama_request(out, raw, target, reader);
    if (!written) return std::unexpected{written.error()};
    return out;
}

std::string stem(golden::Path const& path) {
    auto const file = path.filename().string();
    return file.substr(0, file.size() - openai_end.size());
}

class OllamaRequest : public ::testing::TestWithParam<golden::Path> {};

TEST_P(OllamaRequest, IsTranslated) {
    auto const name = stem(GetParam());
    auto const window = name == "windowed" || name == "schema" ? std::optional<std::int64_t>{8192} : std::nullopt;
    auto const request = translated(golden::content_of(GetParam()), {.stream = name == "streamed", .window = window});
    ASSERT_TRUE(request) << request.error().detail;
    EXPECT_EQ(minified(*request), minified(golden::content_of(GetParam().parent_path() / (name + ".ollama.json"))));
}

INSTANTIATE_TEST_SUITE_P(Requests, OllamaRequest, ::testing::ValuesIn(golden::cases("ollama/request", openai_end)),
                         [](auto const& one) { return stem(one.param); });

struct Untranslatable {
    char const* name;
    std::string members;  // of the request; its messages, where they begin with a brace
    std::string param;
};
class UntranslatableForOllama : public ::testing::TestWithParam<Untranslatable> {};

TEST_P(UntranslatableForOllama, IsRefusedByName) {
    auto const& members = GetParam().members;
    bool const messages = members.starts_with('{');
    auto const request = translated(messages ? R"({"messages":[)" + members + "]}"
                                             : R"({"messages":[{"role":"user","content":"Hi"}],)" + members + "}");
    ASSERT_FALSE(request) << *request;
    EXPECT_EQ(request.error().code, Errc::invalid_value);
    EXPECT_EQ(request.error().param, GetParam().param);
}

std::string const one_tool = R"("tools":[{"type":"function","function":{"name":"f"}}],)";

INSTANTIATE_TEST_SUITE_P(
    Members, UntranslatableForOllama,
    ::testing::Values(
        Untranslatable{"Choices", R"("n":2)", "n"}, Untranslatable{"Logprobs", R"("logprobs":true)", "logprobs"},
        Untranslatable{"ForcedTool", one_tool + R"("tool_choice":"required")", "tool_choice"},
        Untranslatable{"NamedTool", one_tool + R"("tool_choice":{"type":"function"})", "tool_choice"},
        Untranslatable{"SingleTool", one_tool + R"("parallel_tool_calls":false)", "parallel_tool_calls"},
        Untranslatable{"CustomTool", R"("tools":[{"type":"custom"}])", "tools[0].type"},
        Untranslatable{"Effort", R"("reasoning_effort":"xhigh")", "reasoning_effort"},
        Untranslatable{"EffortTwice", R"("reasoning_effort":"low","think":true)", "think"},
        Untranslatable{"Schema", R"("response_format":{"type":"json_schema"})", "response_format.json_schema.schema"},
        Untranslatable{"UnknownMember", R"("x_new":1)", "x_new"},
        Untranslatable{"ImageByAddress",
                       R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/x"}}]})",
                       "messages[0].content[0].image_url.url"},
        Untranslatable{"Audio", R"({"role":"user","content":[{"type":"input_audio"}]})", "messages[0].content[0].type"},
        Untranslatable{"UnknownCall", R"({"role":"tool","tool_call_id":"c9","content":"x"})",
                       "messages[0].tool_call_id"},
        Untranslatable{"BrokenArguments",
                       R"({"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{"}}]})",
                       "messages[0].tool_calls[0].function.arguments"}),
    [](auto const& row) { return row.param.name; });

TEST(OllamaPlainRequest, IsMadeOfMessagesAlone) {
    ChainContext const context{.messages = {{Role::system, "Judge."}, {Role::user, "Hi"}},
                               .needs_json = true,
                               .max_output_tokens = 50,
                               .temperature = 0.0};
    std::string out;
    append_ollama_request(out, context, {.model = "qwen3:8b", .window = 4096});
    EXPECT_EQ(
        out,
        R"({"model":"qwen3:8b","stream":false,"messages":[{"role":"system","content":"Judge."},)"
        R"({"role":"user","content":"Hi"}],"format":"json","options":{"temperature":0,"num_predict":50,"num_ctx":4096}})");
}

}  // namespace
}  // namespace signalbox::wire
