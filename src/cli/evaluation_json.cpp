#include "cli/evaluation_report.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::cli {

namespace {

using evaluation::Figure;
using wire::JsonWriter;

void optional(JsonWriter& json, std::string_view key, std::optional<double> value) {
    json.key(key);
    value ? json.value(*value) : json.null();
}

// {"value": 0.599, "low": 0.55, "high": 0.65}
void figure(JsonWriter& json, std::string_view key, Figure const& figure) {
    json.key(key);
    json.begin_object();
    optional(json, "value", figure.value);
    optional(json, "low", figure.interval ? std::optional{figure.interval->low} : std::nullopt);
    optional(json, "high", figure.interval ? std::optional{figure.interval->high} : std::nullopt);
    json.end_object();
}

void contenders(JsonWriter& json, EvaluationReport const& report) {
    json.key("routers");
    json.begin_object();
    for (std::size_t i = 0; i < report.evaluation.contenders.size(); ++i) {
        auto const& row = report.evaluation.contenders[i];
        json.key(name(static_cast<evaluation::Contender>(i)));
        json.begin_object();
        figure(json, "apgr", row.apgr);
        figure(json, "cpt50", row.cpt50);
        figure(json, "cpt80", row.cpt80);
        figure(json, "strongShareAtTarget", row.share);
        figure(json, "costAtTarget", row.cost);
        json.end_object();
    }
    json.end_object();
}

void grid(JsonWriter& json, EvaluationReport const& report) {
    auto const& found = report.evaluation.grid;
    json.key("routellmGrid");
    if (!found) return json.null();
    json.begin_object();
    json.member("apgr", found->apgr);
    json.member("cpt50", found->cpt50);
    json.member("cpt80", found->cpt80);
    json.end_object();
}

void models(JsonWriter& json, EvaluationReport const& report) {
    json.key("models");
    json.begin_array();
    for (auto const& model : report.models) {
        json.begin_object();
        json.member("name", model.name);
        json.member("quality", model.quality);
        optional(json, "dollarsPerAnswer", model.dollars);
        json.end_object();
    }
    json.end_array();
    json.member("weak", report.weak);
    json.member("strong", report.strong);
}

void ends(JsonWriter& json, EvaluationReport const& report) {
    json.key("always");
    json.begin_object();
    figure(json, "weakQuality", report.evaluation.weak);
    figure(json, "strongQuality", report.evaluation.strong);
    json.member("weakCost", report.evaluation.weak_cost);
    json.end_object();
}

void groups(JsonWriter& json, EvaluationReport const& report) {
    json.key("groups");
    json.begin_array();
    for (auto const& group : report.groups) {
        json.begin_object();
        json.member("name", group.name);
        json.member("prompts", group.prompts);
        json.member("weakQuality", group.weak);
        json.member("strongQuality", group.strong);
        json.member("meanNeed", group.need);
        optional(json, "apgr", group.apgr);
        json.end_object();
    }
    json.end_array();
}

void cascade_row(JsonWriter& json, std::string_view key, evaluation::CascadeFigures const& row) {
    json.key(key);
    json.begin_object();
    figure(json, "apgr", row.apgr);
    figure(json, "apgrByCost", row.apgr_by_cost);
    figure(json, "strongShareAtTarget", row.share);
    figure(json, "costAtTarget", row.cost);
    json.end_object();
}

void cascade(JsonWriter& json, EvaluationReport const& report) {
    json.key("cascade");
    if (!report.cascade) return json.null();
    json.begin_object();
    json.member("validatorAuc", report.validator_auc);
    cascade_row(json, "route", report.cascade->router);
    cascade_row(json, "validate", report.cascade->validator);
    cascade_row(json, "routeAndValidate", report.cascade->both);
    json.end_object();
}

void learning(JsonWriter& json, EvaluationReport const& report) {
    json.key("learning");
    json.begin_array();
    for (auto const& point : report.learning) {
        json.begin_object();
        json.member("known", point.known);
        figure(json, "apgr", point.apgr);
        figure(json, "aucNeed", point.auc_need);
        figure(json, "aucWeakOk", point.auc_weak_ok);
        figure(json, "ece", point.ece);
        json.end_object();
    }
    json.end_array();
}

void curve(JsonWriter& json, std::string_view key, std::vector<evaluation::CurvePoint> const& points) {
    json.key(key);
    json.begin_array();
    for (auto const& point : points) {
        json.begin_array();
        json.value(point.share);
        json.value(point.cost);
        json.value(point.quality);
        json.end_array();
    }
    json.end_array();
}

// Points as [share of strong calls, cost in parts of all-strong, quality].
void curves(JsonWriter& json, EvaluationReport const& report) {
    auto const& found = report.evaluation.curves;
    json.key("curves");
    json.begin_object();
    curve(json, "ours", found.ours);
    curve(json, "length", found.length);
    curve(json, "oracle", found.oracle);
    curve(json, "shuffledLow", found.chance_low);
    curve(json, "shuffledHigh", found.chance_high);
    json.end_object();
}

}  // namespace

std::string json_text(EvaluationReport const& report) {
    auto const& found = report.evaluation;
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    json.member("file", report.file);
    json.member("scores", report.scores);
    json.member("prompts", found.prompts);
    json.member("informative", found.informative);
    models(json, report);
    json.member("costBasis", name(report.basis));
    json.member("target", report.options.target);
    json.member("resamples", report.options.resamples);
    json.member("seed", report.options.seed);
    ends(json, report);
    contenders(json, report);
    grid(json, report);
    figure(json, "aucNeed", found.auc_need);
    figure(json, "aucWeakOk", found.auc_weak_ok);
    figure(json, "ece", found.ece);
    figure(json, "overShuffled", found.over_shuffled);
    figure(json, "overLength", found.over_length);
    json.member("chance", found.chance);
    groups(json, report);
    cascade(json, report);
    learning(json, report);
    json.member("verdict", name(found.judgement.verdict));
    json.member("because", found.judgement.because);
    curves(json, report);
    json.end_object();
    return text;
}

}  // namespace signalbox::cli
