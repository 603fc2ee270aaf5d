#include "wire/ollama_answer.hpp"

#include "wire/line_decoder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

class OllamaAnswer : public ::testing::Test {
protected:
    Result<ExecutionResult> read(std::string_view body) {
        return read_ollama_answer(body, reader, {.created = 1795418360, .seed = 42});
    }
    std::string error_of(std::string_view body) {
        auto const result = read(body);
        return result ? "accepted" : std::string{name(result.error().code)};
    }
    JsonReader reader;
};

TEST_F(OllamaAnswer, IsACompletionToo) {
    auto const result = read(
        R"({"model":"qwen3:8b","message":{"role":"assistant","content":"Look:","thinking":"hm","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},"done":true,"done_reason":"stop","prompt_eval_count":7,"eval_count":3})");
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->content, "Look:");
    EXPECT_TRUE(result->tool_calls);
    EXPECT_EQ(result->finish_reason, FinishReason::tool_calls);
    EXPECT_EQ(result->usage, (Usage{.input = {7}, .output = {3}}));
    EXPECT_EQ(
        result->raw,
        R"({"id":"chatcmpl-000000000000002a","object":"chat.completion","created":1795418360,"model":"qwen3:8b","choices":[{"index":0,"message":{"role":"assistant","content":"Look:","refusal":null,"reasoning_content":"hm","tool_calls":[{"id":"call_000000000000002a_0","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}})");
}

TEST_F(OllamaAnswer, ThatIsNoneIsNamed) {
    EXPECT_EQ(error_of("{"), "provider_protocol");
    EXPECT_EQ(error_of("[]"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"done":true})"), "provider_protocol");
    EXPECT_EQ(error_of(R"({"message":{"content":"half"},"done":false})"), "upstream_truncated");
    EXPECT_EQ(error_of(R"({"error":"out of memory"})"), "provider_overloaded");
    EXPECT_EQ(error_of(R"({"message":{"tool_calls":[1]},"done":true})"), "provider_protocol");
}

TEST(OllamaFailure, SaysWhichOnesAnotherModelMayServe) {
    auto const tools =
        classify_ollama_failure(400, R"({"error":"registry.ollama.ai/library/x does not support tools"})", "");
    EXPECT_EQ(tools.code, Errc::invalid_value);
    EXPECT_EQ(tools.param, "tools");
    auto const thinking = classify_ollama_failure(400, R"({"error":"\"x\" does not support thinking"})", "");
    EXPECT_EQ(thinking.param, "reasoning_effort");
    EXPECT_EQ(classify_ollama_failure(400, R"({"error":"invalid options"})", "").code, Errc::provider_rejected);
    EXPECT_EQ(classify_ollama_failure(404, R"({"error":"model 'x' not found"})", "").code, Errc::provider_protocol);
    EXPECT_EQ(classify_ollama_failure(500, R"({"error":"model runner stopped"})", "").code, Errc::provider_overloaded);
    EXPECT_EQ(classify_ollama_failure(400, R"({"error":"the input length exceeds the context length"})", "").code,
              Errc::context_length);
}

TEST(OllamaModels, AreListedWithoutThoseThatOnlyEmbed) {
    JsonReader reader;
    auto const names = read_ollama_models(
        R"({"models":[{"name":"qwen3:8b","details":{"family":"qwen3"}},{"name":"nomic-embed-text:latest"},{"name":"all-minilm","details":{"family":"bert"}},{"name":"llama3.2"}]})",
        reader);
    ASSERT_TRUE(names);
    EXPECT_EQ(*names, (std::vector<std::string>{"qwen3:8b", "llama3.2"}));
    EXPECT_FALSE(read_ollama_models("{}", reader));
    EXPECT_FALSE(read_ollama_models("<html>", reader));
}

TEST(LineDecoderTest, GivesLinesHoweverTheyCome) {
    LineDecoder lines;
    std::string_view line;
    lines.feed("one\ntw");
    ASSERT_TRUE(*lines.next(line));
    EXPECT_EQ(line, "one");
    EXPECT_FALSE(*lines.next(line));
    lines.feed("o\r\n\nthree");
    ASSERT_TRUE(*lines.next(line));
    EXPECT_EQ(line, "two");
    ASSERT_TRUE(*lines.next(line));
    EXPECT_EQ(line, "");
    EXPECT_FALSE(*lines.next(line));
}

TEST(LineDecoderTest, RefusesALineThatIsTooLong) {
    LineDecoder lines{4};
    std::string_view line;
    lines.feed("123");
    EXPECT_FALSE(*lines.next(line));
    lines.feed("45");
    auto const more = lines.next(line);
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, Errc::provider_protocol);
}

}  // namespace
}  // namespace signalbox::wire
