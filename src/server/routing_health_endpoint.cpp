#include "pipeline/run_outcomes.hpp"
#include "routing/model_registry.hpp"
#include "server/endpoints.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::server {

namespace {

void write(wire::JsonWriter& json, std::string_view name, RoutingHealth::Band const& band) {
    json.key(name);
    json.begin_array();
    json.value(band.low);
    json.value(band.high);
    json.end_array();
}

void write_members(wire::JsonWriter& json, ForecastRecord const& record) {
    json.member("outcomes", record.outcomes);
    json.member("predicted", record.predicted);
    json.member("score", record.score);
}

void write_categories(wire::JsonWriter& json, RoutingHealth const& health) {
    json.key("byCategory");
    json.begin_object();
    for (std::size_t i = 0; i < health.by_category.size(); ++i) {
        if (health.by_category[i].outcomes == 0) continue;
        json.key(category_names[i]);
        json.begin_object();
        write_members(json, health.by_category[i]);
        json.end_object();
    }
    json.end_object();
}

// Models that are no longer configured have no name; nobody is asked them either.
void write_models(wire::JsonWriter& json, RoutingHealth const& health, ModelRegistry const& registry) {
    json.key("byModel");
    json.begin_array();
    for (auto const& [tag, record] : health.by_model) {
        for (auto const& model : registry.models()) {
            if (model_tag(model.id) != tag) continue;
            json.begin_object();
            json.member("model", model.id);
            write_members(json, record);
            json.end_object();
            break;
        }
    }
    json.end_array();
}

void write_figures(wire::JsonWriter& json, RoutingHealth const& health) {
    json.member("outcomes", health.outcomes);
    json.member("good", health.good);
    if (health.auc) {
        json.member("auc", *health.auc);
        write(json, "aucInterval", health.auc_band);
        write(json, "shuffledInterval", health.control_band);
    }
    if (health.outcomes > 0) json.member("calibrationError", health.calibration_error);
}

}  // namespace

Task<Response> get_routing_health(Exchange& exchange) {
    auto const* const outcomes = exchange.services.shared.outcomes;
    auto const snapshot = exchange.services.orchestrator.snapshot();
    auto const health = outcomes != nullptr ? outcomes->state().health : nullptr;
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    if (outcomes == nullptr) {
        json.member("status", "off");
        json.member("because", "learning.enabled is false: nothing is known of answers");
    } else if (health == nullptr) {
        json.member("status", name(RoutingStanding::learning));
        json.member("because", "outcomes are being read");
    } else {
        json.member("status", name(health->standing));
        json.member("because", health->because);
    }
    json.member("routing", snapshot->routing.fixed ? "disabled" : "enabled");
    if (health != nullptr) {
        write_figures(json, *health);
        write_categories(json, *health);
        write_models(json, *health, snapshot->registry);
    }
    json.end_object();
    co_return response;
}

}  // namespace signalbox::server
