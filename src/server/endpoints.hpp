#pragma once

#include "async/task.hpp"
#include "server/api_key.hpp"
#include "server/exchange.hpp"
#include "server/response.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::server {

using Handler = Task<Response> (*)(Exchange& exchange);

// One row of the table of everything this server answers.
struct Endpoint {
    std::string_view method;
    std::string_view path;  // one that ends in '/' also stands for everything below it, but for "/" itself
    Handler handle = nullptr;
    bool runs = false;     // asks models: counted against max_in_flight, watched for a client that leaves
    bool watched = false;  // streams what others run: watched likewise, but not counted
    std::optional<Scope> scope = Scope::chat;  // what a key must have for it; absent: no key is needed
    bool by_token = false;                     // a `token` in the query stands for the key: the endpoint checks it
};

[[nodiscard]] std::span<Endpoint const> endpoints();

// What the table says about a request. HEAD is answered by the GET of the same path.
struct Match {
    Endpoint const* endpoint = nullptr;
    std::string allow;  // the path's methods when only the method is wrong
};
// The raw path is compared as it is: no decoding, no dot removal.
[[nodiscard]] Match find_endpoint(std::string_view method, std::string_view path);

// The refusal when there is no endpoint: 404 that lists what there is, 405 with Allow, or 501.
[[nodiscard]] Response no_endpoint(Match const& match, std::string_view method);

// The handlers, each in a file of its own.
Task<Response> get_healthz(Exchange& exchange);
Task<Response> get_readyz(Exchange& exchange);
Task<Response> get_metrics(Exchange& exchange);
Task<Response> get_openapi(Exchange& exchange);
Task<Response> get_page(Exchange& exchange);
Task<Response> get_api_models(Exchange& exchange);
Task<Response> get_v1_models(Exchange& exchange);
Task<Response> get_v1_model(Exchange& exchange);
Task<Response> get_cache(Exchange& exchange);
Task<Response> delete_cache(Exchange& exchange);
Task<Response> post_cache_warm(Exchange& exchange);
Task<Response> post_route(Exchange& exchange);
Task<Response> post_feedback(Exchange& exchange);
Task<Response> get_decisions(Exchange& exchange);
Task<Response> get_decision(Exchange& exchange);
Task<Response> get_analytics(Exchange& exchange);
Task<Response> get_routing_health(Exchange& exchange);
Task<Response> get_stats(Exchange& exchange);
Task<Response> post_orchestration(Exchange& exchange);
Task<Response> post_orchestration_stream(Exchange& exchange);
Task<Response> get_orchestration_stream(Exchange& exchange);
Task<Response> delete_orchestration(Exchange& exchange);
Task<Response> post_chat_completions(Exchange& exchange);
Task<Response> post_embeddings(Exchange& exchange);
Task<Response> post_responses(Exchange& exchange);
Task<Response> post_messages(Exchange& exchange);
Task<Response> post_count_tokens(Exchange& exchange);

}  // namespace signalbox::server
