#include "validation/labelled_answers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

namespace signalbox {
namespace {

// How well findings agree with labels.
struct Score {
    int bad = 0;
    int found = 0;         // bad answers with a finding
    int false_alarms = 0;  // good answers with one
    [[nodiscard]] double recall() const { return bad == 0 ? 1 : static_cast<double>(found) / bad; }
    [[nodiscard]] double precision() const {
        return found + false_alarms == 0 ? 1 : static_cast<double>(found) / (found + false_alarms);
    }
};

struct Row {
    Score any;             // bad answers of this kind, found by whatever check
    int by_name = 0;       // of them, found by the check that the kind is named after
    int flagged_bad = 0;   // bad answers of any kind that this check found
    int flagged_good = 0;  // good ones
    [[nodiscard]] double precision() const {
        auto const flagged = flagged_bad + flagged_good;
        return flagged == 0 ? 1 : static_cast<double>(flagged_bad) / flagged;
    }
};

using Selection = std::function<bool(LabelledAnswer const&)>;

struct Report {
    Score overall;
    std::map<std::string, Row, std::less<>> rows;  // by check, and by kind where no check has its name
    std::vector<std::string> wrong;                // names of the answers misjudged
};

Report report_on(Selection const& wanted) {
    Report report;
    for (auto const& sample : labelled_answers()) {
        if (!wanted(sample)) continue;
        auto const findings = check_answer(sample.view());
        bool const flagged = !findings.empty();
        for (auto const& finding : findings) {
            auto& row = report.rows[std::string{finding.check}];
            ++(sample.bad ? row.flagged_bad : row.flagged_good);
        }
        if (sample.bad) {
            auto& row = report.rows[sample.kind];
            ++row.any.bad;
            row.any.found += flagged ? 1 : 0;
            row.by_name += std::ranges::count(findings, sample.kind, &Finding::check) > 0 ? 1 : 0;
            ++report.overall.bad;
            report.overall.found += flagged ? 1 : 0;
        } else {
            report.overall.false_alarms += flagged ? 1 : 0;
        }
        if (flagged != sample.bad)
            report.wrong.push_back(
                sample.name + (flagged ? ": " + std::string{findings.front().check} + ": " + findings.front().evidence
                                       : std::string{": missed"}));
    }
    return report;
}

void print(std::string_view title, Report const& report) {
    std::printf("\n%.*s\n%-16s %5s %7s %8s %8s %13s %10s\n", static_cast<int>(title.size()), title.data(),
                "check or kind", "bad", "found", "by name", "recall", "false alarms", "precision");
    for (auto const& [name, row] : report.rows) {
        std::printf("%-16s %5d %7d %8d %8.3f %13d %10.3f\n", name.c_str(), row.any.bad, row.any.found, row.by_name,
                    row.any.recall(), row.flagged_good, row.precision());
    }
    auto const& all = report.overall;
    std::printf("%-16s %5d %7d %8s %8.3f %13d %10.3f\n", "overall", all.bad, all.found, "", all.recall(),
                all.false_alarms, all.precision());
    for (auto const& name : report.wrong) std::printf("  misjudged %s\n", name.c_str());
}

bool everything(LabelledAnswer const&) { return true; }
bool held_out(LabelledAnswer const& sample) { return sample.held_out; }

TEST(LabelledAnswers, AreManyOfBothKindsWithDifferentNames) {
    auto const& all = labelled_answers();
    EXPECT_GE(all.size(), 300U);
    EXPECT_GE(std::ranges::count_if(all, held_out), std::ssize(all) / 3);
    EXPECT_GE(std::ranges::count(all, true, &LabelledAnswer::bad), std::ssize(all) / 3);
    std::set<std::string> names;
    for (auto const& sample : all) names.insert(sample.name);
    EXPECT_EQ(names.size(), all.size());
}

TEST(LabelledAnswers, AreJudgedAlmostWithoutFalseAlarms) {
    auto const report = report_on(everything);
    print("All labelled answers", report);
    EXPECT_GE(report.overall.precision(), 0.97);
    EXPECT_GE(report.overall.recall(), 0.90);
}

TEST(LabelledAnswers, AreJudgedAsWellWhenTheirAuthorHadNotReadTheChecks) {
    auto const report = report_on(held_out);
    print("Held out", report);
    EXPECT_GE(report.overall.precision(), 0.97);
    EXPECT_GE(report.overall.recall(), 0.85);
}

}  // namespace
}  // namespace signalbox
