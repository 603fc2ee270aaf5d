#include "routing/router.hpp"
#include "server/endpoints.hpp"
#include "server/model_json.hpp"

#include <array>

namespace signalbox::server {

namespace {

constexpr std::array<std::string_view, 4> routing_names{"auto", "auto:cheap", "auto:balanced", "auto:best"};
constexpr std::string_view models_prefix = "/v1/models/";

ModelRegistry const& registry_of(Exchange const& exchange) { return exchange.snapshot()->registry; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A model id may contain '/', which clients send as it is or as %2F.
std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        auto const low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low < 0) {
            out.push_back(text[i]);
            continue;
        }
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return out;
}

}  // namespace

Task<Response> get_api_models(Exchange& exchange) {
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.key("routing");
    json.begin_array();
    for (auto const routing_name : routing_names) json.value(routing_name);
    json.end_array();
    json.key("models");
    json.begin_array();
    HealthAt const health{exchange.services.orchestrator.snapshot()->health.get(), exchange.services.loop.now()};
    for (auto const& model : registry_of(exchange).models()) write_model(json, model, health);
    json.end_array();
    json.end_object();
    co_return response;
}

Task<Response> get_v1_models(Exchange& exchange) {
    auto const surface = exchange.surface;
    auto const models = registry_of(exchange).models();
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    if (surface == Surface::openai) json.member("object", "list");
    json.key("data");
    json.begin_array();
    for (auto const routing_name : routing_names) write_listed_model(json, surface, routing_name, "signalbox");
    for (auto const& model : models) write_listed_model(json, surface, model.id, model.provider);
    json.end_array();
    if (surface == Surface::messages) {
        json.member("has_more", false);
        json.member("first_id", routing_names.front());
        json.member("last_id", models.empty() ? routing_names.back() : std::string_view{models.back().id});
    }
    json.end_object();
    co_return response;
}

Task<Response> get_v1_model(Exchange& exchange) {
    auto const id = decoded(exchange.head.path.substr(models_prefix.size()));
    Response response;
    wire::JsonWriter json{response.body};
    if (is_routing_name(id)) {
        write_listed_model(json, exchange.surface, id, "signalbox");
        co_return response;
    }
    auto const* model = registry_of(exchange).find(id);
    if (model == nullptr) {
        co_return error_response({Errc::model_not_found, "no such model; GET /v1/models lists them", "model", {}});
    }
    write_listed_model(json, exchange.surface, model->id, model->provider);
    co_return response;
}

}  // namespace signalbox::server
