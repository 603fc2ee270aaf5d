#include "wire/api_json.hpp"

#include "wire/json_document.hpp"

#include <gtest/gtest.h>

namespace signalbox::wire {
namespace {

using namespace std::chrono_literals;

std::string written(auto const& value) {
    std::string out;
    JsonWriter json{out};
    write(json, value);
    JsonReader reader;
    EXPECT_TRUE(reader.parse(out)) << out;
    EXPECT_EQ(out.find('\n'), std::string::npos);
    return out;
}

AnalysisResult analysis() {
    AnalysisResult analysis{.complexity = 8, .category = Category::code, .input_tokens = {30}, .output_tokens = {900}};
    analysis.capabilities.add(Capability::reasoning);
    analysis.capabilities.add(Capability::tool_use);
    analysis.difficulty = 0.6;
    analysis.need = 0.75;
    analysis.confidence = 0.9;
    analysis.reasons = {"asks for code", "several parts"};
    return analysis;
}

RoutingPlan plan() {
    RoutingPlan plan;
    plan.primary = "a/large";
    plan.fallbacks = {"b/mid"};
    plan.estimated_cost = MicroUsd{12'345};
    plan.should_validate = true;
    plan.reasoning = "needs the stronger tier";
    plan.candidates = {{.model = "a/large",
                        .quality = 0.9,
                        .cost = MicroUsd{12'345},
                        .price_term = -0.21,
                        .speed_term = 0.01,
                        .utility = 0.7},
                       {.model = "c/tiny", .dropped = "context window"}};
    plan.epoch = 7;
    plan.cache_key = "a3f8c9d2-8-code";
    return plan;
}

constexpr std::string_view analysis_json =
    R"({"complexity":8,"category":"code","capabilities":["reasoning","tool-use"],"estimatedInputTokens":30,"estimatedOutputTokens":900,)"
    R"("difficulty":0.6,"need":0.75,"confidence":0.9,"reasoning":"asks for code; several parts","inherited":false})";
constexpr std::string_view plan_json =
    R"({"model":"a/large","primaryModel":"a/large","fallbackModels":["b/mid"],"strategy":"single","estimatedCost":0.012345,)"
    R"("shouldValidate":true,"fastPath":false,"degraded":false,"reasoning":"needs the stronger tier","candidates":[)"
    R"({"model":"a/large","quality":0.9,"cost":0.012345,"priceTerm":-0.21,"speedTerm":0.01,"utility":0.7},{"model":"c/tiny","dropped":"context window","quality":0,"cost":null,"priceTerm":0,"speedTerm":0,"utility":0}],)"
    R"("cacheKey":"a3f8c9d2-8-code","epoch":"7"})";

TEST(ApiJson, WritesAnAnalysis) { EXPECT_EQ(written(analysis()), analysis_json); }

TEST(ApiJson, WritesAPlan) { EXPECT_EQ(written(plan()), plan_json); }

TEST(ApiJson, WritesAnUnknownPriceAsNull) {
    RoutingPlan plan;
    EXPECT_NE(written(plan).find(R"("estimatedCost":null)"), std::string::npos);
}

TEST(ApiJson, WritesAValidation) {
    ValidationResult validation{
        .verdict = Verdict::invalid, .score = 4.5, .accuracy = 5, .completeness = 4, .should_retry = true};
    validation.suggested_model = "a/large";
    validation.issues = {"half of it is missing"};
    validation.reasoning = "cut off";
    validation.judge = "b/mid";
    validation.judge_cost = MicroUsd{100};
    EXPECT_EQ(
        written(validation),
        R"({"verdict":"invalid","isValid":false,"score":4.5,"accuracy":5,"completeness":4,"shouldRetry":true,"suggestedModel":"a/large",)"
        R"("issues":["half of it is missing"],"reasoning":"cut off","judge":"b/mid","judgeCost":0.0001})");
}

TEST(ApiJson, WritesNoScoreWhenNobodyJudged) {
    EXPECT_EQ(written(ValidationResult{}),
              R"({"verdict":"unknown","isValid":true,"score":null,"shouldRetry":false,"issues":[],"reasoning":""})");
}

TEST(ApiJson, LeavesOutWhatOnlyAJudgeCanTell) {
    ValidationResult const checked{.verdict = Verdict::valid, .score = 10};
    EXPECT_EQ(written(checked),
              R"({"verdict":"valid","isValid":true,"score":10,"shouldRetry":false,"issues":[],"reasoning":""})");
}

TEST(ApiJson, WritesATokenEvent) {
    StreamEvent event{
        .type = StreamEventType::executing, .stage = "token", .progress = 0.523, .attempt = 0, .content = "a \"b\"\n"};
    EXPECT_EQ(
        written(event),
        R"({"type":"executing","stage":"token","message":"","progress":0.523,"metadata":{"attempt":0,"content":"a \"b\"\n"}})");
}

TEST(ApiJson, WritesTheMetadataThatAnEventCarries) {
    auto const analyzed = analysis();
    auto const routed = plan();
    Usage const usage{.input = {5}, .output = {7}, .estimated = true};
    EXPECT_EQ(
        written(StreamEvent{.stage = "analysis", .message = "🔍 Analyzing your query...", .progress = 0.1}),
        R"({"type":"analyzing","stage":"analysis","message":"🔍 Analyzing your query...","progress":0.1,"metadata":{}})");
    EXPECT_EQ(written(StreamEvent{.stage = "analysis", .progress = 0.2, .analysis = &analyzed}),
              R"({"type":"analyzing","stage":"analysis","message":"","progress":0.2,"metadata":{"analysis":)" +
                  std::string{analysis_json} + "}}");
    EXPECT_EQ(written(StreamEvent{.type = StreamEventType::routing,
                                  .stage = "routing",
                                  .progress = 0.4,
                                  .plan = &routed,
                                  .model = "a/large",
                                  .cache_hit = true}),
              R"({"type":"routing","stage":"routing","message":"","progress":0.4,"metadata":{"routingPlan":)" +
                  std::string{plan_json} + R"(,"model":"a/large","cacheHit":true}})");
    EXPECT_EQ(
        written(StreamEvent{.type = StreamEventType::executing,
                            .stage = "execution",
                            .progress = 0.7,
                            .model = "m",
                            .attempt = 1,
                            .usage = &usage}),
        R"({"type":"executing","stage":"execution","message":"","progress":0.7,"metadata":{"model":"m","attempt":1,)"
        R"("usage":{"input":5,"output":7,"cached":0,"reasoning":0,"estimated":true}}})");
}

TEST(ApiJson, EndsWithTheWholeAnswerEvenWhenItIsEmpty) {
    ChainResult result;
    StreamEvent event{.type = StreamEventType::complete, .stage = "complete", .progress = 1.0, .result = &result};
    auto const json = written(event);
    EXPECT_NE(json.find(R"("finished":true)"), std::string::npos);
    EXPECT_NE(json.find(R"("content":"")"), std::string::npos);
    EXPECT_NE(json.find(R"("progress":1,)"), std::string::npos);
}

TEST(ApiJson, EndsWithAnErrorAndTheNumberOfAttempts) {
    Error const error{Errc::provider_timeout, "no token in 20 s", {}, {}};
    EXPECT_EQ(written(StreamEvent{.type = StreamEventType::error,
                                  .stage = "error",
                                  .message = "m",
                                  .progress = 0.5,
                                  .error = &error,
                                  .attempts = 3}),
              R"({"type":"error","stage":"error","message":"m","progress":0.5,"metadata":{"finished":true,)"
              R"("error":{"code":"provider_timeout","message":"no token in 20 s","attempts":3}}})");
}

TEST(ApiJson, TellsWhyAnAttemptIsRetried) {
    Error const error{Errc::provider_overloaded, "busy", {}, {}};
    EXPECT_EQ(
        written(StreamEvent{
            .type = StreamEventType::retrying, .stage = "retry", .progress = 0.5, .retry_count = 1, .error = &error}),
        R"({"type":"retrying","stage":"retry","message":"","progress":0.5,"metadata":{"retryCount":1,)"
        R"("error":{"code":"provider_overloaded","message":"busy"}}})");
}

TEST(ApiJson, WritesAResult) {
    ChainResult result;
    result.request_id = "req_1";
    result.response = "answer";
    result.model = "a/large";
    result.cost = MicroUsd{1'500};
    result.usage = {.input = {10}, .output = {20}};
    result.latency = 1500ms;
    result.first_token = 250ms;
    result.retry_count = 1;
    result.validated = true;
    result.analysis = analysis();
    result.plan = std::make_shared<RoutingPlan const>(plan());
    result.execution = {.content = "",
                        .model = "a/large",
                        .usage = result.usage,
                        .cost = MicroUsd{1'500},
                        .first_token = 200ms,
                        .latency = 1s};
    result.attempts = {
        {.nth = 0, .model = "b/mid", .error = Error{Errc::provider_timeout, "slow", {}, {}}, .latency = 400ms}};
    result.side_calls = {{.model = "a/large", .usage = {.input = {7}, .estimated = true}, .cost = MicroUsd{3}}};
    result.ensemble = EnsembleResult{.mode = EnsembleMode::vote,
                                     .asked = 3,
                                     .answered = 2,
                                     .agreed = 1,
                                     .combined = false,
                                     .reason = "no two agree"};
    EXPECT_EQ(
        written(result),
        R"({"requestId":"req_1","response":"answer","model":"a/large","totalCost":0.0015,)"
        R"("totalTokens":{"input":10,"output":20,"cached":0,"reasoning":0,"estimated":false},"latencyMs":1500,"firstTokenMs":250,"retryCount":1,)"
        R"("validated":true,"cacheHit":false,"direct":false,"analysis":)" +
            std::string{analysis_json} + R"(,"routingPlan":)" + std::string{plan_json} +
            R"(,"execution":{"model":"a/large","usage":{"input":10,"output":20,"cached":0,"reasoning":0,"estimated":false},"cost":0.0015,)"
            R"("latencyMs":1000,"firstTokenMs":200,"finishReason":"stop"},"attempts":[{"attempt":0,"kind":"answer","model":"b/mid",)"
            R"("error":{"code":"provider_timeout","message":"slow"},"usage":{"input":0,"output":0,"cached":0,"reasoning":0,"estimated":false},)"
            R"("cost":null,"latencyMs":400}],)"
            R"("ledger":[{"kind":"answer","model":"b/mid","attempt":0,)"
            R"("usage":{"input":0,"output":0,"cached":0,"reasoning":0,"estimated":false},"cost":null,"latencyMs":400},)"
            R"({"kind":"judge","model":"a/large","usage":{"input":7,"output":0,"cached":0,"reasoning":0,"estimated":true},"cost":0.000003,"latencyMs":0}],)"
            R"("ensemble":{"mode":"vote","asked":3,"answered":2,"agreed":1,"combined":false,"reason":"no two agree"}})");
}

}  // namespace
}  // namespace signalbox::wire
