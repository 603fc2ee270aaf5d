#include "cli/evaluation_report.hpp"

#include "cli/progress_bar.hpp"
#include "fakes/fake_terminal.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace signalbox::cli {
namespace {

using evaluation::CurvePoint;

EvaluationReport report() {
    EvaluationReport report{.file = "o.csv", .scores = "us", .weak = "small", .strong = "large", .ratio = 0.1};
    report.models = {{"small", 0.5, {}}, {"large", 0.9, {}}};
    auto& found = report.evaluation;
    found.prompts = 100;
    found.contenders[0].apgr = {0.6, evaluation::Interval{0.55, 0.65}};
    found.judgement = {evaluation::Verdict::better, "APGR is above it"};
    std::vector<CurvePoint> const straight{{0, 0.1, 0.5}, {0.5, 0.55, 0.7}, {1, 1, 0.9}};
    std::vector<CurvePoint> const bent{{0, 0.1, 0.5}, {0.5, 0.55, 0.85}, {1, 1, 0.9}};
    found.curves = {bent, straight, bent, straight, straight};
    return report;
}

std::size_t widest_line(std::string const& text) {
    std::istringstream lines{text};
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
    return widest;
}

TEST(QualityPlot, FitsTheScreen) {
    fakes::FakeTerminal terminal;
    terminal.columns = 40;
    EXPECT_LE(widest_line(quality_plot(report(), terminal)), 40U);
    terminal.columns = 200;
    EXPECT_LE(widest_line(quality_plot(report(), terminal)), 80U);
}

TEST(QualityPlot, TellsCurvesApartWithoutColours) {
    fakes::FakeTerminal terminal;
    auto const plot = quality_plot(report(), terminal);
    EXPECT_EQ(plot.find('\x1b'), std::string::npos);
    for (auto const* sign : {"█ ours", "+ length", "o oracle", "░ shuffled"})
        EXPECT_NE(plot.find(sign), std::string::npos);
    EXPECT_NE(plot.find("0.900 │"), std::string::npos) << plot;
    EXPECT_NE(plot.find("10%"), std::string::npos);
    terminal.coloured = true;
    EXPECT_NE(quality_plot(report(), terminal).find("\x1b[32m█"), std::string::npos);
}

TEST(QualitySvg, CannotBeBrokenByNames) {
    auto odd = report();
    odd.weak = "<b>&\"";
    auto const svg = quality_svg(odd);
    EXPECT_NE(svg.find("&lt;b&gt;&amp;"), std::string::npos);
    EXPECT_EQ(svg.find("<b>"), std::string::npos);
    EXPECT_NE(svg.find("cost, in percent of always asking the strong model"), std::string::npos);
    EXPECT_NE(svg.find("ours, APGR 0.600"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(QualitySvg, MarksTheCostInTwenties) {
    auto const svg = quality_svg(report());
    for (auto const* mark : {">0 %<", ">20 %<", ">80 %<", ">100 %<"}) EXPECT_NE(svg.find(mark), std::string::npos);
}

TEST(EvaluationJson, HasNullForWhatCouldNotBeTold) {
    auto const text = json_text(report());
    EXPECT_NE(text.find(R"("ours":{"apgr":{"value":0.6,"low":0.55,"high":0.65})"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("ece":{"value":null,"low":null,"high":null})"), std::string::npos);
    EXPECT_NE(text.find(R"("cascade":null)"), std::string::npos);
    EXPECT_NE(text.find(R"("verdict":"better")"), std::string::npos);
}

TEST(EvaluationTables, SayTheVerdictLast) {
    fakes::FakeTerminal terminal;
    show(report(), terminal);
    EXPECT_TRUE(terminal.written_out().ends_with("Verdict: better than its shuffled control: APGR is above it.\n"));
    EXPECT_NE(terminal.written_out().find("0.600 [0.55 0.65]"), std::string::npos);
}

TEST(EvaluationTables, SayWhetherPromptLengthAloneIsAsGood) {
    auto const last = [](evaluation::Interval over_length) {
        auto made = report();
        made.evaluation.over_length = {0, over_length};
        fakes::FakeTerminal terminal;
        show(made, terminal);
        auto const& text = terminal.written_out();
        return text.substr(text.rfind('\n', text.size() - 2) + 1);
    };
    EXPECT_EQ(last({0.01, 0.1}), "It is better than prompt length, too.\n");
    EXPECT_EQ(last({-0.1, -0.01}), "Prompt length alone is better.\n");
    EXPECT_EQ(last({-0.1, 0.1}), "It is not told apart from prompt length alone.\n");
}

TEST(ProgressBar, SaysNothingWhereNobodyWatches) {
    fakes::FakeTerminal terminal;
    {
        ProgressBar{terminal}.show("work", 1, 2);
    }
    EXPECT_EQ(terminal.all(), "");
}

TEST(ProgressBar, IsRedrawnOnlyWhenItChanged) {
    fakes::FakeTerminal terminal;
    terminal.live = true;
    ProgressBar bar{terminal};
    bar.show("work", 1, 1'000);
    auto const drawn = terminal.written_err().size();
    bar.show("work", 2, 1'000);
    EXPECT_EQ(terminal.written_err().size(), drawn);
    bar.show("work", 500, 1'000);
    EXPECT_NE(terminal.written_err().find("50 % work"), std::string::npos);
}

}  // namespace
}  // namespace signalbox::cli
