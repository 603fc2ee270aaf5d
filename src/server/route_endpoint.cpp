#include "server/caller.hpp"
#include "server/endpoints.hpp"
#include "wire/api_json.hpp"
#include "wire/api_request.hpp"

namespace signalbox::server {

// The decision alone: what would be asked, and why. No model is called.
Task<Response> post_route(Exchange& exchange) {
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());
    if (auto claimed = claim(*context, exchange); !claimed) co_return error_response(claimed.error());
    auto const decision = exchange.services.orchestrator.dry_run(*context, exchange.snapshot().get());
    if (!decision) co_return error_response(decision.error());

    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.key("analysis");
    wire::write(json, decision->analysis);
    json.key("routingPlan");
    wire::write(json, *decision->plan);
    json.member("cacheHit", decision->cache_hit);
    json.member("direct", decision->direct);
    json.end_object();
    co_return response;
}

}  // namespace signalbox::server
