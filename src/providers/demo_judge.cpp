#include "providers/demo_judge.hpp"

#include "providers/demo_question.hpp"
#include "validation/check.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::size_t thin_answer = 160;  // bytes; no complex question is answered in less

struct Scores {
    int accuracy = 0;
    int completeness = 0;
    int score = 0;
    std::string issues;  // JSON strings, with commas
    std::string_view reasoning;
};

void append_issue(std::string& issues, std::string_view text) {
    issues.append(issues.empty() ? "\"" : ", \"");
    for (char const c : text) {
        if (c == '"' || c == '\\') issues.push_back('\\');
        issues.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    issues.push_back('"');
}

Scores judge(JudgedTexts const& texts, std::uint64_t seed) {
    ChainContext context;
    context.messages.push_back({Role::user, std::string{texts.question}});
    auto const findings = check_answer({.context = &context, .answer = texts.answer});
    Scores scores;
    if (!findings.empty()) {
        auto const verdict = verdict_of(findings);
        scores = {3, 2, std::min(3, static_cast<int>(verdict.score)), {}, "The answer breaks down."};
        for (auto const& issue : verdict.issues) append_issue(scores.issues, issue);
        return scores;
    }
    if (read_demo_question(texts.question).complex && texts.answer.size() < thin_answer) {
        scores = {6, 3, 4, {}, "The answer is too thin for its question."};
        append_issue(scores.issues, "much of what was asked is not covered");
        return scores;
    }
    auto const generous = static_cast<int>(demo_hash(texts.answer, seed) % 2);
    return {9, 8 + generous, 8 + generous, {}, "The answer is complete and holds together."};
}

}  // namespace

std::string demo_verdict(JudgedTexts const& texts, std::uint64_t seed) {
    auto const scores = judge(texts, seed);
    std::string out = R"({"accuracy": )" + std::to_string(scores.accuracy);
    out += R"(, "completeness": )" + std::to_string(scores.completeness);
    out += R"(, "score": )" + std::to_string(scores.score);
    out += R"(, "issues": [)" + scores.issues + R"(], "reasoning": ")";
    return out.append(scores.reasoning).append("\"}");
}

}  // namespace signalbox
