#include "routing/router.hpp"
#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/run_chain.hpp"
#include "wire/embeddings_request.hpp"

namespace signalbox::server {

// A run like others, so that limits, keys, health and metrics hold for it; its answer is the provider's own.
Task<Response> post_embeddings(Exchange& exchange) {
    auto request = wire::read_embeddings_request(exchange.body, exchange.services.json);
    if (!request) co_return error_response(std::move(request.error()));
    auto& context = request->context;
    if (is_routing_name(context.model)) {
        co_return error_response({Errc::invalid_value,
                                  "model: embeddings are not routed, since those of two models cannot be compared; "
                                  "name one model, GET /v1/models lists them",
                                  "model",
                                  {}});
    }
    context.raw = &request->raw;
    FactsSink sink{exchange.facts, false};
    auto result = co_await run_chain(exchange, context, sink);
    if (!result) co_return error_response(std::move(result.error()));
    co_return json_response(std::move((*result)->execution.raw));
}

}  // namespace signalbox::server
