#include "cli/ledger_reader.hpp"
#include "cli/ledger_table.hpp"
#include "fakes/fake_terminal.hpp"
#include "wire/api_json.hpp"
#include "wire/json_document.hpp"

#include <gtest/gtest.h>

namespace signalbox::cli {
namespace {

AttemptRecord attempt(int nth, CallKind kind, std::string model) {
    return {.nth = nth, .kind = kind, .model = std::move(model)};
}

std::vector<AskCall> calls_of(ChainResult const& result) {
    std::string text;
    wire::JsonWriter json{text};
    wire::write(json, result);
    wire::JsonReader reader;
    auto const document = reader.parse(text);
    EXPECT_TRUE(document) << text;
    return document ? read_ledger(*document) : std::vector<AskCall>{};
}

ValidationResult judged(Verdict verdict, double score, std::string judge = "") {
    return {.verdict = verdict, .score = score, .judge = std::move(judge)};
}

TEST(LedgerReader, TellsWhatACallUsedUp) {
    ChainResult result;
    auto& call = result.attempts.emplace_back(attempt(0, CallKind::answer, "m"));
    call.usage = {.input = {100}, .output = {20}, .cached = {60}, .reasoning = {5}, .estimated = true};
    call.cost = MicroUsd{1'240};
    call.latency = milliseconds{250};
    auto const calls = calls_of(result);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].kind, "answer");
    EXPECT_EQ(calls[0].model, "m");
    EXPECT_EQ(calls[0].attempt, 0);
    EXPECT_EQ(calls[0].input_tokens, 100);
    EXPECT_EQ(calls[0].output_tokens, 20);
    EXPECT_EQ(calls[0].cached_tokens, 60);
    EXPECT_EQ(calls[0].reasoning_tokens, 5);
    EXPECT_TRUE(calls[0].estimated);
    EXPECT_DOUBLE_EQ(calls[0].cost.value_or(0), 0.00124);
    EXPECT_EQ(calls[0].latency_ms, 250);
}

TEST(LedgerReader, TellsLosersFailuresAndPoorAnswersApart) {
    ChainResult result;
    result.attempts = {attempt(0, CallKind::answer, "slow"), attempt(1, CallKind::hedge, "quick"),
                       attempt(2, CallKind::answer, "gone"), attempt(3, CallKind::answer, "poor")};
    result.attempts[0].lost = true;
    result.attempts[0].error = Error{Errc::cancelled, "another was first", {}, {}};
    result.attempts[2].error = Error{Errc::provider_overloaded, "busy", {}, {}};
    result.attempts[3].validation = judged(Verdict::invalid, 3);
    result.attempts[3].stopped = true;
    auto const calls = calls_of(result);
    ASSERT_EQ(calls.size(), 4U);
    EXPECT_EQ(calls[0].outcome, "lost");
    EXPECT_EQ(calls[1].outcome, "accepted");
    EXPECT_EQ(calls[1].kind, "hedge");
    EXPECT_EQ(calls[2].outcome, "provider_overloaded");
    EXPECT_EQ(calls[3].outcome, "stopped, poor (3/10)");
}

TEST(LedgerReader, TellsWhatAJudgeSaid) {
    ChainResult result;
    result.attempts = {attempt(0, CallKind::answer, "a"), attempt(1, CallKind::answer, "b")};
    result.attempts[0].validation = judged(Verdict::valid, 8.5, "judge");
    result.attempts[1].validation = judged(Verdict::valid, 9);
    result.side_calls = {{.model = "judge", .attempt = 0}, {.model = "judge", .attempt = 1}, {.model = "judge"}};
    auto const calls = calls_of(result);
    ASSERT_EQ(calls.size(), 5U);
    EXPECT_EQ(calls[2].kind, "judge");
    EXPECT_EQ(calls[2].outcome, "score 8.5/10");
    EXPECT_EQ(calls[3].outcome, "no verdict");
    EXPECT_FALSE(calls[4].attempt);
    EXPECT_EQ(calls[4].outcome, "");
}

TEST(LedgerReader, ReadsAResultWithoutALedger) {
    wire::JsonReader reader;
    EXPECT_TRUE(read_ledger(*reader.parse(R"({"attempts":[{"attempt":0}]})")).empty());
    EXPECT_TRUE(read_ledger(*reader.parse(R"({"ledger":"none"})")).empty());
    EXPECT_EQ(read_ledger(*reader.parse(R"({"ledger":[{"attempt":7,"kind":"new"}]})")).at(0).outcome, "");
}

AskSummary race() {
    return {.cost = 0.0012,
            .latency_ms = 900,
            .calls = {{.attempt = 0,
                       .kind = "answer",
                       .model = "slow",
                       .outcome = "lost",
                       .input_tokens = 10,
                       .output_tokens = 3,
                       .estimated = true,
                       .cost = 0.0002,
                       .latency_ms = 800},
                      {.attempt = 1,
                       .kind = "hedge",
                       .model = "quick",
                       .outcome = "accepted",
                       .input_tokens = 10,
                       .output_tokens = 120,
                       .cached_tokens = 8,
                       .reasoning_tokens = 64,
                       .cost = 0.001,
                       .latency_ms = 600}}};
}

TEST(LedgerTable, AlignsCallsAndTheirSum) {
    fakes::FakeTerminal const terminal;
    EXPECT_EQ(ledger_text(race(), terminal),
              "ATTEMPT  CALL    MODEL    IN  OUT  CACHED  REASONING  TOKENS        COST    TIME  OUTCOME\n"
              "      0  answer  slow     10    3       0          0  estimated  $0.0002  800 ms  lost\n"
              "      1  hedge   quick    10  120       8         64  reported    $0.001  600 ms  accepted\n"
              "         total   2 calls  20  123       8         64  estimated  $0.0012  900 ms\n");
}

TEST(LedgerTable, HasNoSumOfUnknownCosts) {
    fakes::FakeTerminal const terminal;
    auto unknown = race();
    unknown.calls[0].cost.reset();
    unknown.cost.reset();
    auto const text = ledger_text(unknown, terminal);
    EXPECT_NE(text.find("2 calls  20  123       8         64  estimated  unknown"), std::string::npos) << text;
}

TEST(LedgerTable, IsNotThereWithoutCalls) {
    fakes::FakeTerminal const terminal;
    EXPECT_EQ(ledger_text({}, terminal), "");
}

TEST(LedgerTable, NeverLetsAServerSteerTheScreen) {
    fakes::FakeTerminal const terminal;
    auto odd = race();
    odd.calls[0].model = "\x1b[2Jslow\n";
    EXPECT_EQ(ledger_text(odd, terminal).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace signalbox::cli
