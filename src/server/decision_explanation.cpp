#include "server/decision_explanation.hpp"

#include "routing/router.hpp"
#include "server/decision_json.hpp"

#include <simdjson.h>

#include <string>

namespace signalbox::server {

namespace {

using simdjson::dom::array;
using simdjson::dom::parser;

struct Size {
    Tokens input;
    Tokens output;
};

// Of the last attempt: the one whose answer it was.
std::optional<Size> answer_size(RoutingRecord const& record) {
    parser json;
    array attempts;
    if (json.parse(record.attempts).get(attempts) != simdjson::SUCCESS || attempts.size() == 0) return std::nullopt;
    auto const last = attempts.at(attempts.size() - 1);
    Size size;
    if (last["promptTokens"].get(size.input.count) != simdjson::SUCCESS) return std::nullopt;
    if (last["completionTokens"].get(size.output.count) != simdjson::SUCCESS) return std::nullopt;
    return size;
}

// The first in the table, which is in order, that could have served and was not chosen.
std::optional<std::string> runner_up(RoutingRecord const& record) {
    parser json;
    array candidates;
    if (json.parse(record.candidates).get(candidates) != simdjson::SUCCESS) return std::nullopt;
    for (auto const candidate : candidates) {
        std::string_view model;
        if (candidate["model"].get(model) != simdjson::SUCCESS || model == record.primary) continue;
        if (candidate["dropped"].error() == simdjson::NO_SUCH_FIELD) return std::string{model};
    }
    return std::nullopt;
}

void write_runner_up(wire::JsonWriter& json, RoutingRecord const& record, ModelRegistry const& registry) {
    json.key("runnerUp");
    auto const model = runner_up(record);
    if (!model) return json.null();
    json.begin_object();
    json.member("model", *model);
    json.key("costUsd");
    auto const* const card = registry.find(*model);
    auto const size = answer_size(record);
    bool const known = card != nullptr && card->price.known() && size;
    known ? json.value(cost(card->price.value, size->input, size->output).dollars()) : json.null();
    json.end_object();
}

void write_replay(wire::JsonWriter& json, RoutingRecord const& record, Snapshot const& snapshot) {
    json.key("replay");
    if (record.direct) return json.null();
    ChainContext context;
    context.options.quality = record.quality;
    context.needs_tools = record.needs_tools;
    context.needs_json = record.needs_json;
    context.needs_vision = record.needs_vision;
    auto const plan = make_plan(context, record.analysis, snapshot.registry, snapshot.routing, nullptr);
    json.begin_object();
    json.key("model");
    plan ? json.value((*plan)->primary) : json.null();
    json.member("same", plan && (*plan)->primary == record.primary);
    if (!plan) json.member("because", plan.error().detail);
    json.end_object();
}

}  // namespace

void write_explanation(wire::JsonWriter& json, RoutingRecord const& record, Snapshot const& snapshot) {
    json.begin_object();
    json.key("decision");
    write(json, record);
    json.key("candidates");
    json.raw(record.candidates);
    write_runner_up(json, record, snapshot.registry);
    write_replay(json, record, snapshot);
    json.end_object();
}

}  // namespace signalbox::server
