#include "wire/api_request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::wire {
namespace {

ChainContext accepted(std::string_view body) {
    JsonReader reader;
    auto context = read_orchestration(body, reader);
    EXPECT_TRUE(context) << body << ": " << (context ? "" : context.error().detail);
    return context ? *std::move(context) : ChainContext{};
}

std::string refused(std::string_view body) {
    JsonReader reader;
    auto const context = read_orchestration(body, reader);
    if (context) return "accepted";
    return context.error().param.empty() ? std::string{name(context.error().code)} : context.error().param;
}

TEST(Orchestration, ReadsTheExampleOfTheGuide) {
    auto const context = accepted(
        R"({"content":"Write a sorting algorithm","conversationId":"conv-123","sessionId":"s-1",
        "conversationHistory":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"model":"auto",
        "options":{"strategy":"single","validate":true,"maxRetries":2,"maxCost":0.01,"quality":0.8,"allowedModels":["m"],"cache":true,"stream":"optimistic"}})");
    ASSERT_EQ(context.messages.size(), 3U);
    EXPECT_EQ(context.messages[0].content, "q");
    EXPECT_EQ(context.messages[2].role, Role::user);
    EXPECT_EQ(context.messages[2].content, "Write a sorting algorithm");
    EXPECT_EQ(context.conversation_id, "conv-123");
    EXPECT_EQ(context.session_id, "s-1");
    EXPECT_EQ(context.options.strategy, Strategy::single);
    EXPECT_EQ(context.options.validate, true);
    EXPECT_EQ(context.options.max_retries, 2);
    EXPECT_EQ(context.options.max_cost, MicroUsd{10'000});
    EXPECT_EQ(context.options.quality, 0.8);
    EXPECT_EQ(context.options.stream, StreamPolicy::optimistic);
}

TEST(Orchestration, KnowsWordsForTheQuality) {
    EXPECT_EQ(accepted(R"({"content":"a","options":{"quality":"cheap"}})").options.quality, 0);
    EXPECT_EQ(accepted(R"({"content":"a","options":{"quality":"balanced"}})").options.quality, 0.5);
    EXPECT_EQ(accepted(R"({"content":"a","options":{"quality":"best"}})").options.quality, 1);
    EXPECT_EQ(refused(R"({"content":"a","options":{"quality":"good"}})"), "options.quality");
}

TEST(Orchestration, NeedsOnlyContent) {
    auto const context = accepted(R"({"content":"x"})");
    EXPECT_EQ(context.model, "auto");
    EXPECT_EQ(context.options.stream, StreamPolicy::optimistic);
    EXPECT_TRUE(context.options.cache);
    EXPECT_FALSE(context.options.validate);
}

TEST(Orchestration, TakesPromptOrMessagesInstead) {
    EXPECT_EQ(accepted(R"({"prompt":"x"})").messages.back().content, "x");
    auto const context = accepted(
        R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"x"}]}]})");
    ASSERT_EQ(context.messages.size(), 2U);
    EXPECT_EQ(context.messages[1].content, "x");
}

TEST(Orchestration, TakesNullForAbsent) {
    accepted(R"({"content":"x","conversationHistory":null,"options":null,"model":null,"sessionId":null})");
    accepted(R"({"content":"x","conversationHistory":[],"options":{"strategy":null,"maxCost":null}})");
}

TEST(Orchestration, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refused("{]"), "invalid_json");
    EXPECT_EQ(refused(R"({"content":"a","content":"b"})"), "invalid_json");
    EXPECT_EQ(refused("[]"), "invalid_value");
    EXPECT_EQ(refused("{}"), "content");
    EXPECT_EQ(refused(R"({"content":null})"), "content");
    EXPECT_EQ(refused(R"({"content":""})"), "content");
    EXPECT_EQ(refused(R"({"content":7})"), "content");
    EXPECT_EQ(refused(R"({"prompt":""})"), "prompt");
    EXPECT_EQ(refused(R"({"content":"a","prompt":"b"})"), "prompt");
    EXPECT_EQ(refused(R"({"content":"a","messages":[{"role":"user","content":"b"}]})"), "messages");
    EXPECT_EQ(
        refused(
            R"({"conversationHistory":[{"role":"user","content":"b"}],"messages":[{"role":"user","content":"b"}]})"),
        "conversationHistory");
    EXPECT_EQ(refused(R"({"messages":[]})"), "messages");
    EXPECT_EQ(refused(R"({"messages":[{"role":"tool","tool_call_id":"c","content":"b"}]})"), "messages");
    EXPECT_EQ(refused(R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}}]}]})"),
              "messages");
    EXPECT_EQ(refused(R"({"content":"a","conversationHistory":[{"role":"user"}]})"), "conversationHistory[0].content");
    EXPECT_EQ(refused(R"({"content":"a","colour":1})"), "colour");
    EXPECT_EQ(refused(R"({"content":"a","temperature":1})"), "temperature");
    EXPECT_EQ(refused(R"({"content":"a","model":""})"), "model");
    EXPECT_EQ(refused(R"({"content":"a","conversationId":7})"), "conversationId");
    EXPECT_EQ(refused(R"({"content":"a","sessionId":")" + std::string(257, 'x') + "\"}"), "sessionId");
    EXPECT_EQ(refused(R"({"content":"a","options":[]})"), "options");
    EXPECT_EQ(refused(R"({"content":"a","options":{"colour":1}})"), "options.colour");
    EXPECT_EQ(refused(R"({"content":"a","options":{"events":true}})"), "options.events");
    EXPECT_EQ(refused(R"({"content":"a","options":{"strategy":"best"}})"), "options.strategy");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":[]}})"), "options.ensemble");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"mode":"loud"}}})"), "options.ensemble.mode");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"models":["a"]}}})"), "options.ensemble.models");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"models":["a",""]}}})"), "options.ensemble.models[1]");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"models":["a","b"],"quorum":3}}})"),
              "options.ensemble.quorum");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"quorum":0}}})"), "options.ensemble.quorum");
    EXPECT_EQ(refused(R"({"content":"a","options":{"ensemble":{"colour":1}}})"), "options.ensemble.colour");
    EXPECT_EQ(refused(R"({"content":"a","options":{"strategy":"single","ensemble":{}}})"), "options.ensemble");
    EXPECT_EQ(refused(R"({"content":"a","options":{"stream":true}})"), "options.stream");
    EXPECT_EQ(refused(R"({"content":"a","options":{"validate":"yes"}})"), "options.validate");
    EXPECT_EQ(refused(R"({"content":"a","options":{"maxRetries":6}})"), "options.maxRetries");
    EXPECT_EQ(refused(R"({"content":"a","options":{"maxRetries":-1}})"), "options.maxRetries");
    EXPECT_EQ(refused(R"({"content":"a","options":{"maxRetries":1.5}})"), "options.maxRetries");
    EXPECT_EQ(refused(R"({"content":"a","options":{"maxCost":-0.01}})"), "options.maxCost");
    EXPECT_EQ(refused(R"({"content":"a","options":{"maxCost":1e12}})"), "options.maxCost");
    EXPECT_EQ(refused(R"({"content":"a","options":{"quality":1.1}})"), "options.quality");
    EXPECT_EQ(refused(R"({"content":"a","options":{"allowedModels":"m"}})"), "options.allowedModels");
    EXPECT_EQ(refused(R"({"content":"a","options":{"allowedModels":["m",1]}})"), "options.allowedModels[1]");
    EXPECT_EQ(refused(R"({"content":"a","options":{"allowedModels":[""]}})"), "options.allowedModels[0]");
    EXPECT_EQ(refused(R"({"content":"a","options":{"cache":0}})"), "options.cache");
}

TEST(Orchestration, ListsWhatItExpected) {
    JsonReader reader;
    auto const context = read_orchestration(R"({"content":"a","options":{"stream":"live"}})", reader);
    ASSERT_FALSE(context);
    EXPECT_EQ(context.error().detail, "options.stream: expected off optimistic gated strict");
}

}  // namespace
}  // namespace signalbox::wire
