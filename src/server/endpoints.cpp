#include "server/endpoints.hpp"

#include <algorithm>
#include <array>

namespace signalbox::server {

namespace {

constexpr std::array table{
    Endpoint{"GET", "/healthz", get_healthz, false, false, std::nullopt},
    Endpoint{"GET", "/readyz", get_readyz, false, false, std::nullopt},
    Endpoint{"GET", "/metrics", get_metrics, false, false, Scope::admin},
    Endpoint{"GET", "/openapi.json", get_openapi, false, false, std::nullopt},
    Endpoint{"GET", "/api/models", get_api_models, false, false, Scope::read},
    Endpoint{"GET", "/api/cache", get_cache, false, false, Scope::admin},
    Endpoint{"DELETE", "/api/cache", delete_cache, false, false, Scope::admin},
    Endpoint{"POST", "/api/cache/warm", post_cache_warm, false, false, Scope::admin},
    Endpoint{"POST", "/api/route", post_route, false, false, Scope::read},
    Endpoint{"POST", "/api/feedback", post_feedback},
    Endpoint{"GET", "/api/stats", get_stats, false, false, Scope::admin},
    Endpoint{"GET", "/api/decisions", get_decisions, false, false, Scope::read},
    Endpoint{"GET", "/api/decisions/", get_decision, false, false, Scope::read},  // and its /explain
    Endpoint{"GET", "/api/analytics", get_analytics, false, false, Scope::read},
    Endpoint{"GET", "/api/routing/health", get_routing_health, false, false, Scope::admin},
    Endpoint{"POST", "/api/orchestration", post_orchestration, true},
    Endpoint{"POST", "/api/stream/orchestration", post_orchestration_stream, true},
    Endpoint{"GET", "/api/stream/orchestration", get_orchestration_stream, false, true, Scope::chat, true},
    Endpoint{"DELETE", "/api/orchestrations/", delete_orchestration, false, false, Scope::chat, true},
    Endpoint{"GET", "/v1/models", get_v1_models, false, false, Scope::read},
    Endpoint{"GET", "/v1/models/", get_v1_model, false, false, Scope::read},
    Endpoint{"POST", "/v1/chat/completions", post_chat_completions, true},
    Endpoint{"POST", "/v1/embeddings", post_embeddings, true},
    Endpoint{"POST", "/v1/responses", post_responses, true},
    Endpoint{"POST", "/v1/messages", post_messages, true},
    Endpoint{"POST", "/v1/messages/count_tokens", post_count_tokens},
    Endpoint{"GET", "/", get_page, false, false, std::nullopt},
    Endpoint{"GET", "/assets/", get_page, false, false, std::nullopt},
    Endpoint{"GET", "/favicon.svg", get_page, false, false, std::nullopt},
};

constexpr std::array<std::string_view, 9> known_methods{"GET",   "HEAD",    "POST",  "PUT",    "DELETE",
                                                        "PATCH", "OPTIONS", "TRACE", "CONNECT"};

bool covers(Endpoint const& endpoint, std::string_view path) {
    if (endpoint.path == path) return true;
    return endpoint.path.size() > 1 && endpoint.path.ends_with('/') && path.starts_with(endpoint.path);
}

std::string what_exists() {
    std::string text = "nothing is here; there are";
    char separator = ' ';
    for (auto const& endpoint : table) {
        text.push_back(separator);
        text.append(endpoint.method).append(" ").append(endpoint.path);
        separator = ',';
    }
    return text;
}

}  // namespace

std::span<Endpoint const> endpoints() { return table; }

Match find_endpoint(std::string_view method, std::string_view path) {
    Match match;
    auto const wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    for (auto const& endpoint : table) {
        if (!covers(endpoint, path)) continue;
        if (endpoint.method == wanted) return {&endpoint, {}};
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += endpoint.method;
        if (endpoint.method == "GET") match.allow += ", HEAD";
    }
    return match;
}

Response no_endpoint(Match const& match, std::string_view method) {
    if (std::ranges::find(known_methods, method) == known_methods.end()) {
        auto response = error_response({Errc::bad_request, "this method is not implemented", "method", {}});
        response.status = 501;
        response.hopeless = true;
        return response;
    }
    if (match.allow.empty()) return error_response({Errc::not_found, what_exists(), {}, {}});
    auto response = error_response({Errc::method_not_allowed, "this path takes " + match.allow, {}, {}});
    response.allow = match.allow;
    return response;
}

}  // namespace signalbox::server
