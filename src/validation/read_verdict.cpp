#include "core/json_finder.hpp"
#include "validation/judge.hpp"
#include "validation/text.hpp"

#include <simdjson.h>

namespace signalbox {

namespace {

constexpr std::size_t longest_reply = 64UL * 1024;
constexpr std::size_t most_objects = 32;
constexpr std::size_t most_issues = 8;
constexpr std::size_t longest_issue = 200;
constexpr std::size_t longest_reasoning = 500;

using Object = simdjson::dom::object;

std::optional<double> score_in(Object const& object, std::string_view key) {
    simdjson::dom::element element;
    if (object.at_key(key).get(element) != simdjson::SUCCESS || !element.is_number()) return std::nullopt;
    double value = 0;
    if (element.get(value) != simdjson::SUCCESS || !(value >= 0 && value <= 10)) return std::nullopt;
    return value;
}

// False when there is a member "issues" that is no list of strings.
bool read_issues(Object const& object, ValidationResult& result) {
    simdjson::dom::element element;
    if (object.at_key("issues").get(element) != simdjson::SUCCESS || element.is_null()) return true;
    simdjson::dom::array list;
    if (element.get(list) != simdjson::SUCCESS) return false;
    for (auto const item : list) {
        std::string_view text;
        if (item.get(text) != simdjson::SUCCESS) return false;
        if (result.issues.size() < most_issues) result.issues.push_back(excerpt(text, longest_issue));
    }
    return true;
}

// The verdict of one object; `unknown` when it is none.
ValidationResult verdict_in(Object const& object, double cut) {
    ValidationResult result;
    auto const accuracy = score_in(object, "accuracy");
    auto const completeness = score_in(object, "completeness");
    auto const score = score_in(object, "score");
    if (!accuracy || !completeness || !score || !read_issues(object, result)) return {};
    std::string_view reasoning;
    if (object.at_key("reasoning").get(reasoning) == simdjson::SUCCESS)
        result.reasoning = excerpt(reasoning, longest_reasoning);
    result.accuracy = *accuracy;
    result.completeness = *completeness;
    result.score = *score;
    result.verdict = result.score >= cut ? Verdict::valid : Verdict::invalid;
    result.should_retry = result.verdict == Verdict::invalid;
    return result;
}

ValidationResult unknown(std::string_view why) {
    ValidationResult result;
    result.reasoning = why;
    return result;
}

}  // namespace

ValidationResult read_verdict(std::string_view reply, double cut) {
    if (reply.size() > longest_reply) return unknown("the judge's reply is too long");
    simdjson::dom::parser parser;
    std::optional<ValidationResult> verdict;
    std::size_t tries = 0;
    for (auto rest = reply; !rest.empty() && tries < most_objects; ++tries) {
        auto const text = next_json_object(rest);
        Object object;
        if (text.empty() || parser.parse(simdjson::padded_string(text)).get(object) != simdjson::SUCCESS) continue;
        auto found = verdict_in(object, cut);
        if (found.verdict == Verdict::unknown) continue;
        if (verdict && verdict->score != found.score) return unknown("the judge's reply has verdicts that disagree");
        verdict = std::move(found);
    }
    if (!verdict) return unknown("the judge's reply has no readable verdict");
    return *std::move(verdict);
}

}  // namespace signalbox
