#include "cli/ask_printer.hpp"

#include "fakes/fake_terminal.hpp"
#include "fakes/manual_time.hpp"

#include <gtest/gtest.h>

namespace signalbox::cli {
namespace {

AskStep stage(std::string message, double progress, std::string type = "executing") {
    return {.type = std::move(type), .stage = "execution", .message = std::move(message), .progress = progress};
}
AskStep token(std::string text, int attempt = 0) {
    return {.type = "executing", .stage = "token", .progress = 0.6, .attempt = attempt, .content = std::move(text)};
}
AskSummary summary(std::string response) {
    return {.message = "Complete! (2.1s)",
            .response = std::move(response),
            .model = "demo/large",
            .cost = 0.00124,
            .input_tokens = 12,
            .output_tokens = 345,
            .latency_ms = 2'100,
            .first_token_ms = 340,
            .verdict = "valid",
            .judged = true,
            .score = 8.5,
            .complexity = 8,
            .category = "code",
            .analysis_reasoning = "asks for code",
            .plan_reasoning = "the cheapest that will do"};
}

class AskPrinterTest : public ::testing::Test {
protected:
    fakes::ManualTime time;
    fakes::FakeTerminal terminal;

    AskPrinter printer(bool verbose = false) { return {terminal, time, verbose}; }
    void use_screen(bool coloured = false) {
        terminal.screen = terminal.live = true;
        terminal.coloured = coloured;
    }
};

TEST_F(AskPrinterTest, WithoutAScreenStdoutGetsTheFinalAnswerAlone) {
    auto view = printer();
    view.step(stage("Generating response with demo/large...", 0.5));
    view.step(token("Hel"));
    view.step(token("lo"));
    view.finished(summary("Hello"));

    EXPECT_EQ(terminal.written_out(), "Hello\n");
    EXPECT_EQ(terminal.written_err(),
              "Generating response with demo/large...\n"
              "Complete! (2.1s)\n"
              "demo/large · $0.00124 · 12 + 345 tokens · 2.1 s (first token 340 ms) · fresh route · score 8.5/10\n");
}

TEST_F(AskPrinterTest, WithoutAScreenAWithdrawnAnswerNeverReachesStdout) {
    auto view = printer();
    view.step(token("bad"));
    view.step(stage("Quality check failed. Retrying...", 0.6, "retrying"));
    view.step(token("good", 1));
    view.finished(summary("good"));

    EXPECT_EQ(terminal.written_out(), "good\n");
}

TEST_F(AskPrinterTest, SaysEachPlainLineOnce) {
    auto view = printer();
    view.step(stage("Analyzing...", 0.1));
    view.step(stage("Analyzing...", 0.2));
    EXPECT_EQ(terminal.written_err(), "Analyzing...\n");
}

TEST_F(AskPrinterTest, OnAScreenTokensAppearAsTheyCome) {
    use_screen();
    auto view = printer();
    view.step(token("Hel"));
    EXPECT_EQ(terminal.written_out(), "Hel");
    view.step(token("lo"));
    EXPECT_EQ(terminal.written_out(), "Hello");
    view.finished(summary("Hello"));
    EXPECT_EQ(terminal.written_out(), "Hello\n");
}

TEST_F(AskPrinterTest, DrawsOneStatusLineAndErasesItBeforeTheText) {
    use_screen();
    auto view = printer();
    view.step(stage("Selecting...", 0.3));
    EXPECT_EQ(terminal.all(), "\r\x1b[K⠋ ███░░░░░░░ Selecting...");
    terminal.clear();
    view.step(token("Hi"));
    EXPECT_EQ(terminal.all(), "\r\x1b[KHi");
}

TEST_F(AskPrinterTest, TurnsTheSpinnerWhileItWaits) {
    use_screen();
    auto view = printer();
    view.step(stage("Selecting...", 0.3));
    terminal.clear();
    time.advance(milliseconds{100});
    EXPECT_EQ(terminal.all(), "\r\x1b[K⠙ ███░░░░░░░ Selecting...");
    view.step(token("Hi"));
    EXPECT_FALSE(time.somebody_waits());
}

TEST_F(AskPrinterTest, CutsAStatusThatIsWiderThanTheScreen) {
    use_screen();
    terminal.columns = 30;
    auto view = printer();
    view.step(stage("🔍 Analyzing your question...", 0.1));
    EXPECT_EQ(terminal.all(), "\r\x1b[K⠋ █░░░░░░░░░ 🔍 Analyzing yo");
}

TEST_F(AskPrinterTest, MarksAWithdrawnAnswerOnTheScreen) {
    use_screen();
    auto view = printer();
    view.step(token("bad"));
    view.step(stage("Quality check failed. Retrying...", 0.6, "retrying"));
    view.step(token("good", 1));
    view.finished(summary("good"));

    auto const& all = terminal.all();
    EXPECT_TRUE(
        all.starts_with("bad\n--- the answer above is withdrawn ---\nQuality check failed. Retrying...\ngood\n"))
        << all;
}

TEST_F(AskPrinterTest, PrintsAnEarlierAnswerThatWasBetter) {
    use_screen();
    auto view = printer();
    view.step(token("worse", 1));
    terminal.clear();
    view.finished(summary("better"));
    EXPECT_NE(terminal.all().find("--- an earlier answer was better ---\nbetter\n"), std::string::npos)
        << terminal.all();
}

TEST_F(AskPrinterTest, PrintsTheAnswerThatWasNotStreamed) {
    use_screen();
    auto view = printer();
    view.finished(summary("whole"));
    EXPECT_EQ(terminal.written_out(), "whole\n");
}

TEST_F(AskPrinterTest, NeverLetsAModelSteerTheScreen) {
    use_screen();
    auto view = printer();
    view.step(token("a\x1b]0;title\x07\x1b[2Jb\r\tc\n"));
    EXPECT_EQ(terminal.written_out(), "a]0;title[2Jb\tc\n");
}

TEST_F(AskPrinterTest, ColoursOnlyWhereTheyAreWanted) {
    use_screen(true);
    auto view = printer();
    view.finished(summary("x"));
    EXPECT_NE(terminal.written_err().find("\x1b[2mdemo/large"), std::string::npos);

    fakes::FakeTerminal plain;
    AskPrinter without{plain, time, false};
    without.finished(summary("x"));
    EXPECT_EQ(plain.all().find('\x1b'), std::string::npos);
}

TEST_F(AskPrinterTest, VerboseTellsWhyAndShowsTheLedger) {
    auto view = printer(true);
    auto result = summary("x");
    result.message.clear();
    result.retries = 1;
    result.cached = true;
    result.calls = {{.attempt = 0,
                     .kind = "answer",
                     .model = "demo/small",
                     .outcome = "poor (3/10): turns in circles",
                     .input_tokens = 6,
                     .output_tokens = 40,
                     .cost = 0.0001,
                     .latency_ms = 500},
                    {.attempt = 1,
                     .kind = "answer",
                     .model = "demo/large",
                     .outcome = "accepted",
                     .input_tokens = 6,
                     .output_tokens = 305,
                     .latency_ms = 1'600}};
    view.finished(result);

    EXPECT_EQ(
        terminal.written_err(),
        "demo/large · $0.00124 · 12 + 345 tokens · 2.1 s (first token 340 ms) · cached route · score 8.5/10 · 1 retry\n"
        "analysis: code, complexity 8/10: asks for code\n"
        "plan: the cheapest that will do\n"
        "ATTEMPT  CALL    MODEL       IN  OUT  CACHED  REASONING  TOKENS        COST    TIME  OUTCOME\n"
        "      0  answer  demo/small   6   40       0          0  reported   $0.0001  500 ms  poor (3/10): turns in "
        "circles\n"
        "      1  answer  demo/large   6  305       0          0  reported   unknown   1.6 s  accepted\n"
        "         total   2 calls     12  345       0          0  reported  $0.00124   2.1 s\n");
    EXPECT_EQ(terminal.written_out(), "x\n") << "the answer stays alone";
}

TEST_F(AskPrinterTest, SaysWhatIsNotKnown) {
    auto view = printer();
    auto result = summary("x");
    result.message.clear();
    result.cost.reset();
    result.direct = true;
    result.first_token_ms = 0;
    result.verdict = "unknown";
    view.finished(result);
    EXPECT_EQ(terminal.written_err(), "demo/large · cost unknown · 12 + 345 tokens · 2.1 s · direct · not judged\n");
}

TEST_F(AskPrinterTest, SaysWhyARunFailed) {
    auto view = printer();
    view.failed({Errc::provider_timeout, "demo/large said nothing for 30 s", {}, {}}, 3);
    EXPECT_TRUE(terminal.written_err().starts_with(
        "error: demo/large said nothing for 30 s (provider_timeout after 3 attempts)\n"))
        << terminal.written_err();
    EXPECT_EQ(terminal.written_out(), "");
}

TEST_F(AskPrinterTest, SaysThatTheTextOnTheScreenIsIncomplete) {
    use_screen();
    auto view = printer();
    view.step(token("half an ans"));
    view.failed({Errc::upstream_truncated, "it broke off", {}, {}}, 1);
    EXPECT_TRUE(terminal.all().starts_with(
        "half an ans\n--- the answer above is incomplete ---\nerror: it broke off (upstream_truncated)\n"))
        << terminal.all();
}

TEST_F(AskPrinterTest, AnInterruptedRunIsNoError) {
    use_screen();
    auto view = printer();
    view.step(stage("Generating...", 0.5));
    terminal.clear();
    view.failed({Errc::cancelled, "cancelled", {}, {}}, 1);
    EXPECT_EQ(terminal.all(), "\r\x1b[Kinterrupted\n");
}

}  // namespace
}  // namespace signalbox::cli
