#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/progress_sink.hpp"
#include "server/run_chain.hpp"
#include "wire/api_json.hpp"
#include "wire/api_request.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

// A client that names JSON alone asks for a run that it can come back to, not for a stream.
bool wants_resumable(std::string_view accept) {
    constexpr std::string_view json = "application/json";
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(accept, json, {}, lower);
}

}  // namespace

Task<Response> post_orchestration(Exchange& exchange) {
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());
    context->request_id = exchange.request_id;
    context->options.stream = StreamPolicy::off;

    FactsSink sink{exchange.facts, true};
    auto const result = co_await run_chain(exchange, *context, sink);
    if (!result) co_return error_response(result.error());
    Response response;
    wire::JsonWriter json{response.body};
    wire::write(json, **result);
    co_return response;
}

Task<Response> post_orchestration_stream(Exchange& exchange) {
    if (wants_resumable(exchange.head.accept)) {
        auto response = error_response(
            {Errc::invalid_value, "resumable runs are not offered yet; send Accept: text/event-stream", "accept", {}});
        response.status = 406;
        co_return response;
    }
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());
    context->request_id = exchange.request_id;

    auto const emoji = exchange.services.orchestrator.snapshot()->chain.emoji;
    ProgressSink sink{exchange, "orc_" + exchange.services.ids.next(), emoji};
    auto const result = co_await run_chain(exchange, *context, sink);
    if (!result && !sink.body().started()) co_return error_response(result.error());
    co_return streamed_response(sink.body().complete(), result ? std::nullopt : std::optional{result.error()});
}

}  // namespace signalbox::server
