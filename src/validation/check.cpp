#include "validation/check.hpp"

#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

// What a check must have seen to say anything.
enum class Needs { beginning, any_part, whole };

struct Check {
    std::string_view name;
    double score;  // 0-4: what an answer with this fault is still worth
    Needs needs;
    checks::Evidence (*find)(AnswerView const&);
};

// A new check is one file and one row.
constexpr std::array<Check, 14> table{{
    {"empty", 0, Needs::beginning, checks::empty},
    {"refusal", 1, Needs::beginning, checks::refusal},
    {"cut_off", 3, Needs::whole, checks::cut_off},
    {"repetition", 1, Needs::any_part, checks::repetition},
    {"code_fence", 3, Needs::whole, checks::code_fence},
    {"broken_code", 3, Needs::whole, checks::broken_code},
    {"json", 2, Needs::beginning, checks::json},
    {"schema", 2, Needs::whole, checks::schema},
    {"echo", 1, Needs::beginning, checks::echo},
    {"script", 1, Needs::beginning, checks::script},
    {"language", 2, Needs::beginning, checks::language},
    {"unanswered", 2, Needs::whole, checks::unanswered},
    {"missing_parts", 4, Needs::whole, checks::missing_parts},
    {"length", 4, Needs::whole, checks::length},
}};

// Of an answer that calls tools only the calls count.
constexpr Check of_tools{"tool_arguments", 2, Needs::whole, checks::tool_arguments};

// Some servers leave the model's thoughts in the text; the answer is what follows them.
std::string_view without_thoughts(std::string_view answer) {
    constexpr std::string_view open = "<think>";
    constexpr std::string_view close = "</think>";
    if (!trim(answer.substr(0, 64)).starts_with(open)) return answer;
    auto const end = answer.find(close);
    return end == std::string_view::npos ? std::string_view{} : answer.substr(end + close.size());
}

double score_of(std::string_view check) {
    if (check == of_tools.name) return of_tools.score;
    auto const* const row = std::ranges::find(table, check, &Check::name);
    return row == table.end() ? 0 : row->score;
}

}  // namespace

std::vector<Finding> check_answer(AnswerView const& whole) {
    std::vector<Finding> findings;
    if (whole.tool_calls) {
        if (auto evidence = of_tools.find(whole)) findings.push_back({of_tools.name, std::move(*evidence)});
        return findings;
    }
    auto view = whole;
    view.answer = without_thoughts(whole.answer);
    for (auto const& check : table) {
        if (!view.finished && check.needs == Needs::whole) continue;
        if (auto evidence = check.find(view)) findings.push_back({check.name, std::move(*evidence)});
    }
    return findings;
}

std::vector<Finding> check_beginning(AnswerView const& view) {
    std::vector<Finding> findings;
    for (auto const& check : table) {
        if (check.needs != Needs::beginning) continue;
        if (auto evidence = check.find(view)) findings.push_back({check.name, std::move(*evidence)});
    }
    return findings;
}

ValidationResult verdict_of(std::vector<Finding> const& findings) {
    ValidationResult result;
    if (findings.empty()) {
        result.verdict = Verdict::valid;
        result.score = 10;
        result.reasoning = "passed the deterministic checks";
        return result;
    }
    result.verdict = Verdict::invalid;
    result.should_retry = true;
    result.score = 4;
    for (auto const& finding : findings) {
        result.score = std::min(result.score, score_of(finding.check));
        result.issues.push_back(std::string{finding.check} + ": " + finding.evidence);
    }
    result.reasoning = "failed " + std::to_string(findings.size()) + " of the deterministic checks";
    return result;
}

}  // namespace signalbox
