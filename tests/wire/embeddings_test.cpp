#include "wire/embeddings_answer.hpp"
#include "wire/embeddings_request.hpp"
#include "wire/openai_request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

using std::string;

// The param of the refusal, or its code when it names none.
string refused(std::string_view body) {
    JsonReader reader;
    auto const request = read_embeddings_request(body, reader);
    if (request) return "accepted";
    return request.error().param.empty() ? string{name(request.error().code)} : request.error().param;
}
string with(std::string_view members) { return R"({"model":"e","input":"hi",)" + string{members} + "}"; }
string with_input(std::string_view input) { return R"({"model":"e","input":)" + string{input} + "}"; }

TEST(EmbeddingsRequest, PinsItsModelAndAsksForNothingElse) {
    JsonReader reader;
    auto const request = read_embeddings_request(with_input(R"("hi")"), reader);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->context.model, "e");
    EXPECT_TRUE(request->context.embeddings);
    EXPECT_TRUE(request->context.messages.empty());
    EXPECT_EQ(request->context.max_output_tokens, 0);
    EXPECT_EQ(request->context.options.validate, false);
    EXPECT_EQ(request->context.options.strategy, Strategy::single);
}

TEST(EmbeddingsRequest, IsSentOnAsItWasWrittenUnderAnotherModel) {
    JsonReader reader;
    auto const request = read_embeddings_request(
        R"({ "input" : ["a", "b"], "\u006dodel":"e", "dimensions":3,"next_years":{"deep":[1,null]} })", reader);
    ASSERT_TRUE(request);
    string sent;
    append_upstream_chat(sent, request->raw, "upstream/e", false);
    EXPECT_EQ(sent, R"({"model":"upstream/e","input" : ["a", "b"],"dimensions":3,"next_years":{"deep":[1,null]}})");
}

TEST(EmbeddingsRequest, TakesEveryFormOfInput) {
    for (auto const* input : {R"("")", R"("hi")", R"(["a","b"])", "[1,2,3]", "[[1,2],[3]]"})
        EXPECT_EQ(refused(with_input(input)), "accepted") << input;
}

TEST(EmbeddingsRequest, NamesTheInputThatIsNone) {
    for (auto const* input : {"1", "true", "{}", "[]"}) EXPECT_EQ(refused(with_input(input)), "input") << input;
    EXPECT_EQ(refused(with_input("null")), "input");
    EXPECT_EQ(refused(R"({"model":"e"})"), "input");
    EXPECT_EQ(refused(with_input(R"(["a",1])")), "input[1]");
    EXPECT_EQ(refused(with_input(R"(["a",null])")), "input[1]");
    EXPECT_EQ(refused(with_input(R"([1,"a"])")), "input[1]");
    EXPECT_EQ(refused(with_input("[1,-1]")), "input[1]");
    EXPECT_EQ(refused(with_input("[1,2.5]")), "input[1]");
    EXPECT_EQ(refused(with_input("[{}]")), "input[0]");
    EXPECT_EQ(refused(with_input("[[1],[]]")), "input[1]");
    EXPECT_EQ(refused(with_input(R"([[1],["a"]])")), "input[1][0]");
    EXPECT_EQ(refused(with_input(R"([[1],"a"])")), "input[1]");
}

TEST(EmbeddingsRequest, SaysWhatToDoWithoutAModel) {
    JsonReader reader;
    auto const request = read_embeddings_request(R"({"input":"hi"})", reader);
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().param, "model");
    EXPECT_NE(request.error().detail.find("GET /v1/models"), string::npos) << request.error().detail;
}

TEST(EmbeddingsRequest, NamesTheMemberThatIsWrong) {
    EXPECT_EQ(refused(R"({"model":null,"input":"hi"})"), "model");
    EXPECT_EQ(refused(R"({"model":7,"input":"hi"})"), "model");
    EXPECT_EQ(refused(R"({"model":"","input":"hi"})"), "model");
    EXPECT_EQ(refused(with(R"("encoding_format":1)")), "encoding_format");
    EXPECT_EQ(refused(with(R"("encoding_format":"hex")")), "encoding_format");
    EXPECT_EQ(refused(with(R"("dimensions":"3")")), "dimensions");
    EXPECT_EQ(refused(with(R"("dimensions":0)")), "dimensions");
    EXPECT_EQ(refused(with(R"("user":1)")), "user");
    EXPECT_EQ(refused(with(R"("encoding_format":null,"dimensions":null,"user":null)")), "accepted");
    EXPECT_EQ(refused(with(R"("encoding_format":"base64","dimensions":3,"user":"u")")), "accepted");
    EXPECT_EQ(refused("[]"), "invalid_value");
    EXPECT_EQ(refused("{"), "invalid_json");
    EXPECT_EQ(refused(with(R"("input":"twice")")), "invalid_json");
}

Result<Usage> usage_of(std::string_view body) {
    JsonReader reader;
    return read_embeddings_usage(body, reader);
}
Errc broken(std::string_view body) {
    auto const usage = usage_of(body);
    return usage ? Errc::internal : usage.error().code;
}

TEST(EmbeddingsAnswer, TellsWhatItUsedUp) {
    auto const usage = usage_of(R"({"object":"list","data":[],"usage":{"prompt_tokens":7,"total_tokens":7}})");
    ASSERT_TRUE(usage);
    EXPECT_EQ(usage->input, Tokens{7});
    EXPECT_EQ(usage->output, Tokens{0});
    EXPECT_EQ(usage_of(R"({"data":[]})").value(), Usage{});
    EXPECT_EQ(usage_of(R"({"data":[],"usage":null})").value(), Usage{});
}

TEST(EmbeddingsAnswer, IsRefusedWhenItIsNone) {
    EXPECT_EQ(broken("<html>"), Errc::provider_protocol);
    EXPECT_EQ(broken("[]"), Errc::provider_protocol);
    EXPECT_EQ(broken(R"({"choices":[]})"), Errc::provider_protocol);
    EXPECT_EQ(broken(R"({"data":{}})"), Errc::provider_protocol);
    EXPECT_EQ(broken(R"({"error":{"code":"rate_limit_exceeded"}})"), Errc::provider_rate_limited);
}

}  // namespace
}  // namespace signalbox::wire
