#include "server/endpoints.hpp"
#include "server/run_reading.hpp"
#include "server/run_request.hpp"

namespace signalbox::server {

namespace {

RunClaim claim_of(Exchange const& exchange, RunRequest const& request) {
    return {.id = request.id, .token = request.token, .tenant = exchange.tenant()};
}

std::shared_ptr<RunLog> find(Exchange const& exchange, RunRequest const& request) {
    auto const& services = exchange.services;
    return services.shared.runs.find(claim_of(exchange, request), services.loop.now());
}

}  // namespace

Task<Response> get_orchestration_stream(Exchange& exchange) {
    auto const request = read_run_request(exchange.head);
    if (!request) co_return error_response(request.error());
    if (request->id.empty()) {
        co_return error_response({Errc::invalid_value,
                                  "a GET reads a run that is there: POST the message with Accept: application/json and "
                                  "open the url of the answer (an EventSource cannot send a message)",
                                  "id",
                                  {}});
    }
    auto log = find(exchange, *request);
    if (!log) co_return no_such_run();
    co_return co_await read_run(exchange, std::string{request->id}, std::move(log), request->after);
}

Task<Response> delete_orchestration(Exchange& exchange) {
    constexpr std::string_view above = "/api/orchestrations/";
    auto request = read_run_request(exchange.head);
    if (!request) co_return error_response(request.error());
    request->id = exchange.head.path.substr(above.size());
    auto const log = find(exchange, *request);
    if (!log) co_return no_such_run();
    co_return json_response(log->stop() ? R"({"cancelled":true})" : R"({"cancelled":false})");
}

}  // namespace signalbox::server
