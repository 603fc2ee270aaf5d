#include "cli/event_reader.hpp"

#include "wire/api_json.hpp"

#include <gtest/gtest.h>

namespace signalbox::cli {
namespace {

class RecordingView final : public AskView {
public:
    void step(AskStep const& step) override { steps.push_back(step); }
    void finished(AskSummary const& summary) override { summaries.push_back(summary); }
    void failed(Error const& error, int made) override {
        errors.push_back(error);
        attempts = made;
    }
    std::vector<AskStep> steps;
    std::vector<AskSummary> summaries;
    std::vector<Error> errors;
    int attempts = 0;
};

std::string json_of(StreamEvent const& event) {
    std::string text;
    wire::JsonWriter json{text};
    wire::write(json, event);
    return text;
}

ChainResult a_result() {
    ChainResult result;
    result.response = "answer";
    result.model = "large";
    result.cost = MicroUsd{1'240};
    result.usage = {.input = {12}, .output = {345}};
    result.latency = milliseconds{2'100};
    result.first_token = milliseconds{340};
    result.retry_count = 1;
    result.cache_hit = true;
    result.analysis.complexity = 8;
    result.analysis.category = Category::code;
    result.plan = std::make_shared<RoutingPlan const>(RoutingPlan{.primary = "large", .reasoning = "because"});
    result.validation = ValidationResult{.verdict = Verdict::valid, .score = 8.5, .judge = "judge"};
    result.attempts.push_back(
        {.nth = 0,
         .model = "small",
         .validation = ValidationResult{.verdict = Verdict::invalid, .score = 3, .issues = {"one", "two"}},
         .usage = {.output = {40}},
         .cost = MicroUsd{100},
         .latency = milliseconds{500}});
    result.attempts.push_back({.nth = 1, .model = "gone", .error = Error{Errc::provider_timeout, "late", {}, {}}});
    result.attempts.push_back({.nth = 2, .model = "large"});
    return result;
}

class EventReaderTest : public ::testing::Test {
protected:
    RecordingView view;
    EventReader reader{view};
};

TEST_F(EventReaderTest, ReadsAStage) {
    StreamEvent event{
        .type = StreamEventType::routing, .stage = "routing", .message = "Routed to large", .progress = 0.4};
    event.model = "large";
    reader.read(json_of(event));

    ASSERT_EQ(view.steps.size(), 1U);
    EXPECT_EQ(view.steps[0].type, "routing");
    EXPECT_EQ(view.steps[0].message, "Routed to large");
    EXPECT_EQ(view.steps[0].progress, 0.4);
    EXPECT_EQ(view.steps[0].model, "large");
    EXPECT_FALSE(view.steps[0].attempt);
    EXPECT_FALSE(reader.ended());
}

TEST_F(EventReaderTest, ReadsTokensWithTheirAttempt) {
    StreamEvent event{.type = StreamEventType::executing, .stage = "token", .progress = 0.6};
    event.attempt = 1;
    event.content = "two\n\"words\"";
    reader.read(json_of(event));
    EXPECT_EQ(view.steps.at(0).content, "two\n\"words\"");
    EXPECT_EQ(view.steps.at(0).attempt, 1);
}

TEST_F(EventReaderTest, ReadsTheEnd) {
    auto const result = a_result();
    StreamEvent event{
        .type = StreamEventType::complete, .stage = "complete", .message = "Complete! (2.1s)", .progress = 1};
    event.result = &result;
    reader.read(json_of(event));

    ASSERT_EQ(view.summaries.size(), 1U);
    auto const& summary = view.summaries[0];
    EXPECT_EQ(summary.message, "Complete! (2.1s)");
    EXPECT_EQ(summary.response, "answer");
    EXPECT_EQ(summary.model, "large");
    EXPECT_DOUBLE_EQ(summary.cost.value_or(0), 0.00124);
    EXPECT_EQ(summary.output_tokens, 345);
    EXPECT_EQ(summary.latency_ms, 2'100);
    EXPECT_EQ(summary.retries, 1);
    EXPECT_TRUE(summary.cached);
    EXPECT_TRUE(summary.judged);
    EXPECT_EQ(summary.score, 8.5);
    EXPECT_EQ(summary.complexity, 8);
    EXPECT_EQ(summary.category, "code");
    EXPECT_EQ(summary.plan_reasoning, "because");
    ASSERT_EQ(summary.calls.size(), 3U);
    EXPECT_EQ(summary.calls[0].outcome, "poor (3/10): one; two");
    EXPECT_EQ(summary.calls[0].output_tokens, 40);
    EXPECT_EQ(summary.calls[1].outcome, "provider_timeout");
    EXPECT_EQ(summary.calls[2].outcome, "accepted");
    EXPECT_TRUE(reader.ended());
    EXPECT_FALSE(reader.error());
}

TEST_F(EventReaderTest, ReadsAFailure) {
    Error const error{Errc::provider_overloaded, "all busy", {}, {}};
    StreamEvent event{.type = StreamEventType::error, .stage = "error", .message = "Error: all busy"};
    event.error = &error;
    event.attempts = 3;
    reader.read(json_of(event));

    ASSERT_TRUE(reader.error());
    EXPECT_EQ(reader.error()->code, Errc::provider_overloaded);
    EXPECT_EQ(view.errors.at(0).detail, "all busy");
    EXPECT_EQ(view.attempts, 3);
}

TEST_F(EventReaderTest, AFailedCallBetweenAttemptsIsNotTheEnd) {
    Error const error{Errc::provider_timeout, "late", {}, {}};
    StreamEvent event{.type = StreamEventType::retrying, .stage = "retry", .message = "small failed. Trying large..."};
    event.error = &error;
    reader.read(json_of(event));
    EXPECT_FALSE(reader.ended());
    EXPECT_EQ(view.steps.at(0).type, "retrying");
}

TEST_F(EventReaderTest, WhatIsNoJsonEndsTheRunAsAFaultOfTheServer) {
    reader.read("{\"type\":");
    ASSERT_TRUE(reader.error());
    EXPECT_EQ(reader.error()->code, Errc::provider_protocol);
    EXPECT_EQ(reader.error()->param, "server");
}

TEST_F(EventReaderTest, NothingIsReadAfterTheEnd) {
    reader.read("no json");
    reader.read("no json either");
    EXPECT_EQ(view.errors.size(), 1U);
}

TEST_F(EventReaderTest, AnEndWithoutItsResultIsAFault) {
    reader.read(R"({"type":"complete","stage":"complete","message":"","progress":1,"metadata":{}})");
    ASSERT_TRUE(reader.error());
    EXPECT_EQ(reader.error()->code, Errc::provider_protocol);
}

TEST_F(EventReaderTest, MembersItDoesNotKnowDoNoHarm) {
    reader.read(
        R"({"type":"dreaming","stage":"new","message":"hm","progress":"high","metadata":{"attempt":"x","more":[1]}})");
    EXPECT_EQ(view.steps.at(0).message, "hm");
    EXPECT_EQ(view.steps.at(0).progress, 0);
}

}  // namespace
}  // namespace signalbox::cli
