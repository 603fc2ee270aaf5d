#include "wire/openai_request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

constexpr std::string_view hello = R"("messages":[{"role":"user","content":"hello"}])";

std::string with(std::string_view members) { return "{" + std::string{hello} + "," + std::string{members} + "}"; }

ChatRequest accepted(std::string_view body) {
    JsonReader reader;
    auto request = read_chat_request(body, reader);
    EXPECT_TRUE(request) << body << ": " << (request ? "" : request.error().detail);
    return request ? *std::move(request) : ChatRequest{};
}

// The param of the refusal, or its code when it names none.
std::string refused(std::string_view body) {
    JsonReader reader;
    auto const request = read_chat_request(body, reader);
    if (request) return "accepted";
    return request.error().param.empty() ? std::string{name(request.error().code)} : request.error().param;
}

TEST(ChatRequest, ReadsTheLeastThatIsOne) {
    auto const request = accepted(R"({"messages":[{"role":"user","content":"hello"}]})");
    ASSERT_EQ(request.context.messages.size(), 1U);
    EXPECT_EQ(request.context.messages[0].role, Role::user);
    EXPECT_EQ(request.context.messages[0].content, "hello");
    EXPECT_EQ(request.context.model, "auto");
    EXPECT_EQ(request.context.options.stream, StreamPolicy::gated);
    EXPECT_FALSE(request.stream);
    EXPECT_FALSE(request.include_usage);
    EXPECT_FALSE(request.context.needs_tools || request.context.needs_json || request.context.needs_vision);
    EXPECT_EQ(request.context.raw, nullptr);
}

TEST(ChatRequest, ReadsEveryRole) {
    auto const request = accepted(
        R"({"messages":[{"role":"developer","content":"d"},{"role":"system","content":"s"},{"role":"user","content":"u"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c","content":"t"},{"role":"function","name":"f","content":"o"},
        {"role":"assistant","refusal":"no"},{"role":"assistant","content":"a"}]})");
    auto const& messages = request.context.messages;
    ASSERT_EQ(messages.size(), 8U);
    EXPECT_EQ(messages[0].role, Role::system);
    EXPECT_EQ(messages[1].role, Role::system);
    EXPECT_EQ(messages[3].role, Role::assistant);
    EXPECT_EQ(messages[3].content, "");
    EXPECT_EQ(messages[4].role, Role::tool);
    EXPECT_EQ(messages[5].role, Role::tool);
    EXPECT_EQ(messages[6].content, "no");
}

TEST(ChatRequest, JoinsTextPartsAndSeesImages) {
    auto const request = accepted(
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
        {"type":"input_audio","input_audio":{}},{"type":"text","text":"b"}]}]})");
    EXPECT_EQ(request.context.messages[0].content, "a\nb");
    EXPECT_TRUE(request.context.needs_vision);
}

TEST(ChatRequest, StatesItsNeeds) {
    EXPECT_TRUE(accepted(with(R"("tools":[{"type":"function"}])")).context.needs_tools);
    EXPECT_TRUE(accepted(with(R"("functions":[{"name":"f"}])")).context.needs_tools);
    EXPECT_FALSE(accepted(with(R"("tools":[])")).context.needs_tools);
    EXPECT_TRUE(accepted(with(R"("response_format":{"type":"json_object"})")).context.needs_json);
    EXPECT_TRUE(accepted(with(R"("response_format":{"type":"json_schema","json_schema":{}})")).context.needs_json);
    EXPECT_FALSE(accepted(with(R"("response_format":{"type":"text"})")).context.needs_json);
    EXPECT_EQ(accepted(with(R"("max_tokens":10)")).context.max_output_tokens, 10);
    EXPECT_EQ(accepted(with(R"("max_tokens":10,"max_completion_tokens":7)")).context.max_output_tokens, 7);
    EXPECT_EQ(accepted(with(R"("max_tokens":10000000)")).context.max_output_tokens, 10'000'000);
    EXPECT_EQ(accepted(with(R"("temperature":0.5)")).context.temperature, 0.5);
    EXPECT_EQ(accepted(with(R"("temperature":2)")).context.temperature, 2.0);
}

TEST(ChatRequest, ReadsHowToAnswer) {
    auto const body = with(R"("model":"openai/gpt-x","stream":true,"stream_options":{"include_usage":true})");
    auto const request = accepted(body);
    EXPECT_EQ(request.context.model, "openai/gpt-x");
    EXPECT_TRUE(request.stream);
    EXPECT_TRUE(request.include_usage);
    EXPECT_TRUE(request.raw.include_usage);
    EXPECT_EQ(request.raw.stream_options, R"({"include_usage":true})");
}

TEST(ChatRequest, ReadsOurOwnOptions) {
    auto const request = accepted(with(
        R"("signalbox":{"events":true,"quality":0.8,"maxCost":0.01,"maxRetries":2,"strategy":"ensemble","validate":false,"cache":false,"allowedModels":["a","b"],"stream":"strict"})"));
    auto const& options = request.context.options;
    EXPECT_TRUE(request.events);
    EXPECT_EQ(options.quality, 0.8);
    EXPECT_EQ(options.max_cost, MicroUsd{10'000});
    EXPECT_EQ(options.max_retries, 2);
    EXPECT_EQ(options.strategy, Strategy::ensemble);
    EXPECT_EQ(options.validate, false);
    EXPECT_FALSE(options.cache);
    EXPECT_EQ(options.allowed_models, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(options.stream, StreamPolicy::strict);
    EXPECT_EQ(accepted(with(R"("signalbox":{"events":false})")).context.options.stream, StreamPolicy::gated);
}

TEST(ChatRequest, TakesNullForAbsent) {
    auto const request = accepted(with(
        R"("model":null,"stream":null,"stream_options":null,"tools":null,"response_format":null,"max_tokens":null,"temperature":null,"n":null,"signalbox":null)"));
    EXPECT_EQ(request.context.model, "auto");
    EXPECT_FALSE(request.context.max_output_tokens);
}

TEST(ChatRequest, IgnoresMembersItDoesNotKnow) {
    EXPECT_EQ(
        refused(with(R"("moderation":{"x":[1]},"user":"u","seed":7,"stop":["a"],"logit_bias":{"1":-100},"n":128)")),
        "accepted");
}

TEST(ChatRequest, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refused("{"), "invalid_json");
    EXPECT_EQ(refused("[]"), "invalid_value");
    EXPECT_EQ(refused("null"), "invalid_value");
    EXPECT_EQ(refused("{}"), "messages");
    EXPECT_EQ(refused(R"({"messages":null})"), "messages");
    EXPECT_EQ(refused(R"({"messages":[]})"), "messages");
    EXPECT_EQ(refused(R"({"messages":{}})"), "messages");
    EXPECT_EQ(refused(R"({"messages":"hello"})"), "messages");
    EXPECT_EQ(refused(R"({"messages":["hello"]})"), "messages[0]");
    EXPECT_EQ(refused(R"({"messages":[{"content":"a"}]})"), "messages[0].role");
    EXPECT_EQ(refused(R"({"messages":[{"role":"robot","content":"a"}]})"), "messages[0].role");
    EXPECT_EQ(refused(R"({"messages":[{"role":1,"content":"a"}]})"), "messages[0].role");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user"}]})"), "messages[0].content");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":null}]})"), "messages[0].content");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":"a"},{"role":"user","content":7}]})"),
              "messages[1].content");
    EXPECT_EQ(refused(R"({"messages":[{"role":"assistant","content":null}]})"), "messages[0].content");
    EXPECT_EQ(refused(R"({"messages":[{"role":"tool","content":"a"}]})"), "messages[0].tool_call_id");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[]}]})"), "messages[0].content");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":["a"]}]})"), "messages[0].content[0]");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[{"type":"text"}]}]})"), "messages[0].content[0].text");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[{"text":"a"}]}]})"), "messages[0].content[0].type");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":"u"}]}]})"),
              "messages[0].content[0].image_url");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]})"),
              "messages[0].content[0].image_url.url");
    EXPECT_EQ(refused(with(R"("model":7)")), "model");
    EXPECT_EQ(refused(with(R"("model":"")")), "model");
    EXPECT_EQ(refused(with(R"("stream":"yes")")), "stream");
    EXPECT_EQ(refused(with(R"("stream":1)")), "stream");
    EXPECT_EQ(refused(with(R"("stream_options":true)")), "stream_options");
    EXPECT_EQ(refused(with(R"("stream_options":{"include_usage":1})")), "stream_options.include_usage");
    EXPECT_EQ(refused(with(R"("tools":{})")), "tools");
    EXPECT_EQ(refused(with(R"("tools":[1])")), "tools[0]");
    EXPECT_EQ(refused(with(R"("response_format":"json")")), "response_format");
    EXPECT_EQ(refused(with(R"("response_format":{"type":"xml"})")), "response_format.type");
    EXPECT_EQ(refused(with(R"("response_format":{})")), "response_format.type");
    EXPECT_EQ(refused(with(R"("signalbox":true)")), "signalbox");
    EXPECT_EQ(refused(with(R"("signalbox":{"quality":2})")), "signalbox.quality");
    EXPECT_EQ(refused(with(R"("signalbox":{"colour":1})")), "signalbox.colour");
}

TEST(ChatRequest, RefusesNumbersOutOfRangeInsteadOfClampingThem) {
    for (std::string_view const value :
         {"0", "-1", "1.5", "1.0", "1e2", "\"10\"", "10000001", "9223372036854775807", "9223372036854775808", "true"}) {
        EXPECT_EQ(refused(with("\"max_tokens\":" + std::string{value})), "max_tokens") << value;
        EXPECT_EQ(refused(with("\"max_completion_tokens\":" + std::string{value})), "max_completion_tokens") << value;
    }
    for (std::string_view const value : {"-0.1", "2.01", "1e300", "\"1\"", "true", "[]"}) {
        EXPECT_EQ(refused(with("\"temperature\":" + std::string{value})), "temperature") << value;
    }
    for (std::string_view const value : {"0", "129", "1.5", "-1"}) {
        EXPECT_EQ(refused(with("\"n\":" + std::string{value})), "n") << value;
    }
    EXPECT_EQ(refused(with(R"("top_p":1.1)")), "top_p");
    EXPECT_EQ(refused(with(R"("presence_penalty":-3)")), "presence_penalty");
    EXPECT_EQ(refused(with(R"("top_logprobs":21)")), "top_logprobs");
    EXPECT_EQ(refused(with(R"("temperature":1e999)")), "invalid_json");
}

TEST(ChatRequest, TakesTwoThousandMessagesAndNoMore) {
    std::string list;
    for (int i = 0; i < 2000; ++i) list += R"({"role":"user","content":"a"},)";
    auto const body = [&](std::string_view more) { return "{\"messages\":[" + list + std::string{more} + "]}"; };
    list.pop_back();
    EXPECT_EQ(refused(body("")), "accepted");
    EXPECT_EQ(refused(body(R"(,{"role":"user","content":"a"})")), "messages");
}

TEST(ChatRequest, ExplainsInWords) {
    JsonReader reader;
    auto const request =
        read_chat_request(R"({"messages":[{"role":"user","content":"a"},{"role":"user","content":7}]})", reader);
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().detail, "messages[1].content: expected a string or a list of parts");
}

}  // namespace
}  // namespace signalbox::wire
