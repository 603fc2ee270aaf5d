#include "cli/ask_printer.hpp"

#include "cli/figures.hpp"
#include "cli/ledger_table.hpp"
#include "wire/problem.hpp"

namespace signalbox::cli {

namespace {

constexpr std::string_view separator = " · ";

std::string quality_text(AskSummary const& summary) {
    if (summary.verdict.empty()) return "not checked";
    if (summary.verdict == "unknown") return "not judged";
    auto const score = "score " + score_text(summary.score) + "/10";
    if (summary.verdict == "invalid") return "below the bar, " + score;
    return summary.judged ? score : "checks passed";
}

std::string summary_line(AskSummary const& summary) {
    auto line = summary.model;
    line.append(separator).append(summary.cost ? dollars_text(summary.cost) : "cost unknown");
    line.append(separator).append(std::to_string(summary.input_tokens) + " + ");
    line.append(std::to_string(summary.output_tokens) + " tokens");
    line.append(separator).append(time_text(summary.latency_ms));
    if (summary.first_token_ms > 0) line += " (first token " + time_text(summary.first_token_ms) + ")";
    line.append(separator).append(summary.direct ? "direct" : summary.cached ? "cached route" : "fresh route");
    line.append(separator).append(quality_text(summary));
    if (summary.retries > 0) {
        line.append(separator).append(std::to_string(summary.retries) + (summary.retries == 1 ? " retry" : " retries"));
    }
    return line;
}

}  // namespace

void AskPrinter::step(AskStep const& step) {
    if (step.stage == "token") return tokens(step);
    if (step.message.empty()) return;
    if (step.type != "retrying") {
        end_text();
        return status_.show(step.progress, step.message);
    }
    if (!shown_.empty()) withdraw("the answer above is withdrawn");
    status_.hide();
    note(Colour::yellow, step.message);
}

void AskPrinter::tokens(AskStep const& step) {
    if (!terminal_.out_is_screen() || step.content.empty()) return;
    if (attempt_ && attempt_ != step.attempt && !shown_.empty()) withdraw("the answer above is withdrawn");
    attempt_ = step.attempt;
    status_.hide();
    auto const text = harmless(step.content);
    terminal_.out(text);
    shown_ += step.content;
    if (!text.empty()) in_line_ = text.back() != '\n';
}

void AskPrinter::end_text() {
    if (in_line_) terminal_.out("\n");
    in_line_ = false;
}

void AskPrinter::withdraw(std::string_view why) {
    status_.hide();
    end_text();
    note(Colour::red, "--- " + std::string{why} + " ---");
    shown_.clear();
}

void AskPrinter::finished(AskSummary const& summary) {
    end_text();
    if (!summary.message.empty()) status_.show(1, summary.message);
    status_.hide();
    print_answer(summary.response);
    note(Colour::dim, summary_line(summary));
    if (verbose_) print_details(summary);
}

void AskPrinter::print_answer(std::string const& response) {
    bool const screen = terminal_.out_is_screen();
    if (screen && shown_ == response) return end_text();
    // The best answer is not the last one that was streamed, or none was.
    if (!shown_.empty()) withdraw("an earlier answer was better");
    terminal_.out(screen ? harmless(response) : response);
    in_line_ = !response.empty() && response.back() != '\n';
    end_text();
}

void AskPrinter::print_details(AskSummary const& summary) {
    note(Colour::dim, "analysis: " + summary.category + ", complexity " + std::to_string(summary.complexity) +
                          "/10: " + summary.analysis_reasoning);
    note(Colour::dim, "plan: " + summary.plan_reasoning);
    terminal_.err(ledger_text(summary, terminal_));
}

void AskPrinter::failed(Error const& error, int attempts) {
    status_.hide();
    end_text();
    if (error.code == Errc::cancelled) return note(Colour::yellow, "interrupted");
    if (!shown_.empty()) note(Colour::red, "--- the answer above is incomplete ---");
    if (error.param == "server") return note(Colour::red, "error: " + error.detail);
    auto line = "error: " + error.detail + " (" + std::string{name(error.code)};
    if (attempts > 1) line += " after " + std::to_string(attempts) + " attempts";
    note(Colour::red, line + ")");
    if (auto const& hint = wire::problem(error.code).hint; !hint.empty()) note(Colour::dim, hint);
}

void AskPrinter::note(Colour colour, std::string_view text) {
    terminal_.err(painted(terminal_, colour, harmless(text)) + "\n");
}

}  // namespace signalbox::cli
