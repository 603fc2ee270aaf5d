#include "server/endpoints.hpp"

namespace signalbox::server {

// The process answers. Says nothing about providers: a restart would not help them.
Task<Response> get_healthz(Exchange&) { co_return json_response(R"({"status":"ok"})"); }

// Whether new work should be sent here.
Task<Response> get_readyz(Exchange& exchange) {
    if (!exchange.services.shared.draining.load(std::memory_order_relaxed)) {
        co_return json_response(R"({"status":"ready"})");
    }
    auto response = json_response(R"({"status":"draining"})");
    response.status = 503;
    co_return response;
}

}  // namespace signalbox::server
