#include "cli/commands.hpp"

#include "cli/fake_chain.hpp"
#include "cli/figures.hpp"
#include "cli/question_text.hpp"
#include "fakes/fake_terminal.hpp"
#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace signalbox::cli {
namespace {

class CommandTest : public ::testing::Test {
protected:
    fakes::FakeChain chain;
    fakes::FakeTerminal terminal;
    fakes::ManualTime time;
    Cancellation cancellation;
    Question const question{.text = "hi"};

    ExitCode result_of(Task<ExitCode> task) {
        auto code = ExitCode::internal;
        spawn(std::move(task), [&](ExitCode outcome) { code = outcome; });
        return code;
    }
    ExitCode ask_it(AskOptions options = {}) {
        return result_of(ask(chain, question, options, terminal, time, cancellation));
    }
};

TEST_F(CommandTest, AskShowsTheRunAndEndsWell) {
    chain.events = {
        R"({"type":"analyzing","stage":"analysis","message":"Analyzing...","progress":0.1,"metadata":{}})",
        R"({"type":"complete","stage":"complete","message":"","progress":1,"metadata":{"result":{"response":"Hello","model":"m"}}})"};
    EXPECT_EQ(ask_it(), ExitCode::ok);
    EXPECT_EQ(terminal.written_out(), "Hello\n");
    EXPECT_EQ(chain.asked.at(0).text, "hi");
}

TEST_F(CommandTest, AskEndsWithTheClassOfTheFailure) {
    chain.events = {
        R"({"type":"error","stage":"error","message":"","progress":0.5,"metadata":{"error":{"code":"budget_exhausted","message":"too dear","attempts":1}}})"};
    EXPECT_EQ(ask_it(), ExitCode::budget);
}

TEST_F(CommandTest, AskNoticesAStreamThatJustEnds) {
    EXPECT_EQ(ask_it(), ExitCode::server);
    EXPECT_NE(terminal.written_err().find("without its last event"), std::string::npos);
}

TEST_F(CommandTest, AskTellsWhyThereWasNoStream) {
    chain.end = fail(Errc::provider_unreachable, "no answer from the server", "server");
    EXPECT_EQ(ask_it(), ExitCode::server);
}

TEST_F(CommandTest, AskJsonPrintsTheResultAsItIs) {
    chain.text = R"({"response":"x"})";
    EXPECT_EQ(ask_it({.json = true}), ExitCode::ok);
    EXPECT_EQ(terminal.written_out(), "{\"response\":\"x\"}\n");
    EXPECT_EQ(terminal.written_err(), "");
}

TEST_F(CommandTest, AskJsonPrintsErrorsAsJsonToo) {
    chain.text = fail(Errc::no_candidate, "nobody can");
    EXPECT_EQ(ask_it({.json = true}), ExitCode::no_candidate);
    EXPECT_TRUE(terminal.written_out().starts_with("{\"error\":{\"message\":\"nobody can\"")) << terminal.written_out();
}

TEST_F(CommandTest, RouteShowsAnalysisCandidatesAndPlan) {
    chain.text = R"({"analysis":{"complexity":8,"category":"code","capabilities":["reasoning","knowledge"],
        "estimatedInputTokens":120,"estimatedOutputTokens":900,"confidence":0.85,"reasoning":"asks for code; several parts"},
        "routingPlan":{"primaryModel":"large","fallbackModels":["medium"],"estimatedCost":0.0123,"shouldValidate":true,
        "reasoning":"quality counts","cacheKey":"a3f8-8-code","candidates":[
        {"model":"large","quality":0.95,"cost":0.0123,"priceTerm":-0.06,"speedTerm":0.01,"utility":0.9},
        {"model":"medium","quality":0.65,"cost":null,"priceTerm":-0.1,"speedTerm":0,"utility":0.55},
        {"model":"small","dropped":"its context window is too small","quality":0,"cost":null,"priceTerm":0,"speedTerm":0,"utility":0}]},
        "cacheHit":false,"direct":false})";
    EXPECT_EQ(result_of(show_route(chain, question, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_EQ(terminal.written_out(),
              "Analysis: code, complexity 8/10, confidence 0.85\n"
              "  why     asks for code; several parts\n"
              "  needs   reasoning, knowledge\n"
              "  tokens  about 120 in, 900 out\n"
              "Candidates:\n"
              "  MODEL   QUALITY     COST  PRICE  SPEED  UTILITY  PART\n"
              "  large      0.95    $0.01  -0.06   0.01     0.90  primary\n"
              "  medium     0.65  unknown  -0.10   0.00     0.55  fallback 1\n"
              "  small                                            dropped: its context window is too small\n"
              "Plan: large, then medium\n"
              "  why     quality counts\n"
              "  cost    $0.01 (estimated)\n"
              "  judge   yes\n"
              "  route   fresh a3f8-8-code\n");
}

TEST_F(CommandTest, RouteTellsWhatIsWrongOnStderr) {
    chain.text = fail(Errc::model_not_found, "no model 'x'");
    EXPECT_EQ(result_of(show_route(chain, question, false, terminal, cancellation)), ExitCode::no_candidate);
    EXPECT_EQ(terminal.written_out(), "");
    EXPECT_EQ(terminal.written_err(), "error: no model 'x'\n");
}

TEST_F(CommandTest, RouteRefusesAnAnswerThatIsNone) {
    chain.text = "<html>";
    EXPECT_EQ(result_of(show_route(chain, question, false, terminal, cancellation)), ExitCode::server);
}

TEST_F(CommandTest, ModelsShowsWhatIsKnownAndWhatIsNot) {
    chain.text = R"({"routing":["auto"],"models":[
        {"id":"demo/small","provider":"demo","aliases":["fast"],"tier":{"value":"cheap","origin":"config"},
         "quality":{"value":0.35,"origin":"config"},"price":{"value":{"input":0.1,"output":0.4},"origin":"config"},
         "contextWindow":{"value":32768,"origin":"config"},"tools":{"value":true,"origin":"config"},
         "jsonMode":{"value":true,"origin":"config"},"vision":{"value":false,"origin":"config"}},
        {"id":"x","provider":"up","aliases":[],"tier":{"value":null,"origin":"unknown"},"quality":{"value":null},
         "price":{"value":null},"contextWindow":{"value":null}}]})";
    EXPECT_EQ(result_of(show_models(chain, false, terminal, cancellation)), ExitCode::ok);
    EXPECT_EQ(terminal.written_out(),
              "MODEL       PROVIDER  TIER   QUALITY  IN $/M  OUT $/M  WINDOW  CAN         ALIASES\n"
              "demo/small  demo      cheap     0.35   $0.10    $0.40     33k  tools,json  fast\n"
              "x           up        ?            ?       ?        ?       ?\n");
}

TEST(Figures, AreShortAndHonest) {
    EXPECT_EQ(dollars_text(std::nullopt), "unknown");
    EXPECT_EQ(dollars_text(0.0), "$0");
    EXPECT_EQ(dollars_text(0.000001), "$0.000001");
    EXPECT_EQ(dollars_text(12.5), "$12.50");
    EXPECT_EQ(time_text(12.4), "12 ms");
    EXPECT_EQ(time_text(65'000), "1m 05s");
    EXPECT_EQ(score_text(9), "9");
    EXPECT_EQ(score_text(8.54), "8.5");
    EXPECT_EQ(count_text(1'047'576), "1.05M");
    EXPECT_EQ(count_text(128'000), "128k");
    EXPECT_EQ(count_text(8'192), "8192");
}

TEST(Columns, AreCountedAsTheScreenDoes) {
    EXPECT_EQ(columns("abc"), 3U);
    EXPECT_EQ(columns("é"), 1U);
    EXPECT_EQ(columns("🔍"), 2U);
    EXPECT_EQ(columns("漢字"), 4U);
    EXPECT_EQ(fitting("漢字", 3), "漢");
}

TEST(QuestionText, IsTheArgument) {
    std::istringstream in{"ignored"};
    EXPECT_EQ(question_text("hi", in, false).value(), "hi");
}

TEST(QuestionText, IsReadFromStdinWhenAskedTo) {
    std::istringstream dash{"two\nlines\n"};
    EXPECT_EQ(question_text("-", dash, true).value(), "two\nlines");
    std::istringstream absent{"piped"};
    EXPECT_EQ(question_text(std::nullopt, absent, false).value(), "piped");
}

TEST(QuestionText, IsNotAwaitedFromAScreen) {
    std::istringstream in;
    EXPECT_FALSE(question_text(std::nullopt, in, true));
}

TEST(QuestionText, MustNotBeEmpty) {
    std::istringstream in{"\n"};
    auto const text = question_text("-", in, false);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Errc::invalid_value);
}

TEST(QuestionBody, IsWhatTheApiTakes) {
    EXPECT_EQ(body_of({.text = "a\"b", .model = "auto:best", .quality = 0.5, .max_cost = MicroUsd{10'000}}),
              R"({"content":"a\"b","model":"auto:best","options":{"quality":0.5,"maxCost":0.01}})");
}

}  // namespace
}  // namespace signalbox::cli
