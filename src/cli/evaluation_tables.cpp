#include "cli/evaluation_report.hpp"
#include "cli/figures.hpp"
#include "cli/table.hpp"

#include <cmath>
#include <cstdio>

namespace signalbox::cli {

namespace {

using evaluation::Figure;
using evaluation::Verdict;

std::string number(char const* format, double value) {
    char text[64];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

// "0.599 [0.55 0.65]"
std::string measure(Figure const& figure) {
    if (!figure.value) return "-";
    auto text = number("%.3f", *figure.value);
    if (figure.interval) text += number(" [%.2f", figure.interval->low) + number(" %.2f]", figure.interval->high);
    return text;
}

// "38 [33 44]", from percent
std::string percent(Figure const& figure, double scale) {
    if (!figure.value) return "-";
    auto text = number("%.0f", scale * *figure.value);
    if (figure.interval)
        text += number(" [%.0f", scale * figure.interval->low) + number(" %.0f]", scale * figure.interval->high);
    return text;
}

std::string signed_measure(Figure const& figure) {
    if (!figure.value) return "-";
    auto text = number("%+.3f", *figure.value);
    if (figure.interval) text += number(" [%+.2f", figure.interval->low) + number(" %+.2f]", figure.interval->high);
    return text;
}

std::string heading(EvaluationReport const& report) {
    auto const& found = report.evaluation;
    return harmless(report.file) + ": " + std::to_string(found.prompts) + " prompts; the models differ on " +
           std::to_string(found.informative) + ". Scores of " + harmless(report.scores) + ".\n";
}

std::string cost_note(EvaluationReport const& report) {
    switch (report.basis) {
        case CostBasis::ratio:
            return "Costs: a weak answer is taken to cost " + number("%.4g", report.ratio) +
                   " of a strong one (--ratio, --price NAME=IN/OUT or cost:NAME columns say better).\n";
        case CostBasis::prices:
            return "Costs: from --price and the analyzer's estimate of tokens.\n";
        case CostBasis::measured:
            return "Costs: from the file.\n";
    }
    return {};
}

std::string models_table(EvaluationReport const& report, Terminal const& terminal) {
    using enum Table::Align;
    Table table{{{"MODEL"}, {"QUALITY", right}, {"$ PER 1000", right}, {"COMPARED AS"}}};
    for (auto const& model : report.models) {
        auto const role = model.name == report.weak ? "weak" : model.name == report.strong ? "strong" : "";
        table.add({model.name, number("%.3f", model.quality),
                   model.dollars ? dollars_text(1'000 * *model.dollars) : "?", role});
    }
    return table.text(terminal);
}

std::string contenders_table(EvaluationReport const& report, Terminal const& terminal) {
    auto const target = number("%.4g%%", 100 * report.options.target);
    Table table{
        {{"ROUTER"}, {"APGR"}, {"CPT(50) %"}, {"CPT(80) %"}, {"% STRONG AT " + target}, {"COST % AT " + target}}};
    auto const& found = report.evaluation;
    for (std::size_t i = 0; i < found.contenders.size(); ++i) {
        auto const& row = found.contenders[i];
        table.add({std::string{name(static_cast<evaluation::Contender>(i))}, measure(row.apgr), percent(row.cpt50, 1),
                   percent(row.cpt80, 1), percent(row.share, 100), percent(row.cost, 100)});
    }
    return table.text(terminal);
}

std::string ends_table(EvaluationReport const& report, Terminal const& terminal) {
    auto const& found = report.evaluation;
    Table table{{{"ALWAYS"}, {"QUALITY"}, {"COST %"}}};
    table.add({"all-cheap", measure(found.weak), number("%.3g", 100 * found.weak_cost)});
    table.add({"all-strong", measure(found.strong), "100"});
    return table.text(terminal);
}

std::string more_figures(EvaluationReport const& report, Terminal const& terminal) {
    auto const& found = report.evaluation;
    Table table{{{"FIGURE"}, {"OURS"}}};
    table.add({"AUC of need, for: weak falls short where strong does not", measure(found.auc_need)});
    table.add({"AUC of P(weak ok)", measure(found.auc_weak_ok)});
    table.add({"ECE of P(weak ok)", measure(found.ece)});
    table.add({"APGR beyond the shuffled control", signed_measure(found.over_shuffled)});
    table.add({"APGR beyond prompt length", signed_measure(found.over_length)});
    if (found.grid) {
        table.add({"APGR, CPT(50), CPT(80) on RouteLLM's grid", number("%.3f", found.grid->apgr) +
                                                                    number(", %.2f %%", found.grid->cpt50) +
                                                                    number(", %.2f %%", found.grid->cpt80)});
    }
    return table.text(terminal);
}

std::string cascade_table(EvaluationReport const& report, Terminal const& terminal) {
    auto const target = number("%.4g%%", 100 * report.options.target);
    Table table{{{"CASCADE"}, {"APGR"}, {"APGR BY COST"}, {"% STRONG AT " + target}, {"COST % AT " + target}}};
    auto const add = [&](std::string title, evaluation::CascadeFigures const& row) {
        table.add({std::move(title), measure(row.apgr), measure(row.apgr_by_cost), percent(row.share, 100),
                   percent(row.cost, 100)});
    };
    add("route", report.cascade->router);
    add("validate", report.cascade->validator);
    add("route + validate", report.cascade->both);
    return "A validator with an AUC of " + number("%.4g", report.validator_auc) +
           " (simulated); an escalated request pays both answers.\n" + table.text(terminal);
}

std::string learning_table(EvaluationReport const& report, Terminal const& terminal) {
    using enum Table::Align;
    Table table{{{"OUTCOMES KNOWN", right}, {"APGR"}, {"AUC OF NEED"}, {"AUC OF P(WEAK OK)"}, {"ECE"}}};
    for (auto const& point : report.learning) {
        table.add({std::to_string(point.known), measure(point.apgr), measure(point.auc_need),
                   measure(point.auc_weak_ok), measure(point.ece)});
    }
    return table.text(terminal);
}

std::string groups_table(EvaluationReport const& report, Terminal const& terminal) {
    using enum Table::Align;
    Table table{{{"GROUP"},
                 {"PROMPTS", right},
                 {"WEAK", right},
                 {"STRONG", right},
                 {"MEAN NEED", right},
                 {"APGR INSIDE", right}}};
    for (auto const& group : report.groups) {
        table.add({group.name, std::to_string(group.prompts), number("%.3f", group.weak), number("%.3f", group.strong),
                   number("%.3f", group.need), group.apgr ? number("%.3f", *group.apgr) : "-"});
    }
    return table.text(terminal);
}

// What every router has to beat, in a sentence; nothing where it cannot be told.
std::string beside_length(EvaluationReport const& report) {
    auto const& range = report.evaluation.over_length.interval;
    if (!range || report.evaluation.judgement.verdict == Verdict::insufficient) return "";
    if (range->low > 0) return "It is better than prompt length, too.\n";
    if (range->high < 0) return "Prompt length alone is better.\n";
    return "It is not told apart from prompt length alone.\n";
}

std::string verdict(EvaluationReport const& report, Terminal const& terminal) {
    auto const& judgement = report.evaluation.judgement;
    auto const good = judgement.verdict == Verdict::better;
    auto text = "Verdict: " + std::string{name(judgement.verdict)};
    if (judgement.verdict != Verdict::insufficient) text += " than its shuffled control";
    return painted(terminal, good ? Colour::green : Colour::yellow, text) + ": " + judgement.because + ".\n" +
           beside_length(report);
}

}  // namespace

void show(EvaluationReport const& report, Terminal& terminal) {
    std::string text = heading(report) + cost_note(report) + "\n";
    if (report.models.size() > 2 || report.basis != CostBasis::ratio) text += models_table(report, terminal) + "\n";
    text += contenders_table(report, terminal) + "\n" + ends_table(report, terminal) + "\n";
    text += more_figures(report, terminal) + "\n";
    if (!report.groups.empty()) text += groups_table(report, terminal) + "\n";
    if (report.cascade) text += cascade_table(report, terminal) + "\n";
    if (!report.learning.empty()) text += learning_table(report, terminal) + "\n";
    text += quality_plot(report, terminal) + "\n" + verdict(report, terminal);
    terminal.out(text);
}

}  // namespace signalbox::cli
