#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/progress_sink.hpp"
#include "server/run_chain.hpp"
#include "server/run_reading.hpp"
#include "server/run_request.hpp"
#include "wire/api_json.hpp"
#include "wire/api_request.hpp"
#include "wire/json_writer.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::server {

namespace {

// A client that names JSON alone asks for a run that it can come back to, not for a stream.
bool wants_resumable(std::string_view accept) {
    constexpr std::string_view json = "application/json";
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(accept, json, {}, lower);
}

// The run, and where anything that can GET reads it, without a header.
Response accepted(RunIdentity const& run) {
    Response response;
    response.status = 202;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.member("id", run.id);
    json.member("url", "/api/stream/orchestration?id=" + run.id + "&token=" + run.token);
    json.end_object();
    return response;
}

// Starts a run that outlives this exchange, and tells where to read it or streams it at once.
Task<Response> answer_detached(Exchange& exchange, ChainContext context, bool telling) {
    if (auto claimed = claim(context, exchange); !claimed) co_return error_response(std::move(claimed.error()));
    auto started = exchange.services.detached.start(std::move(context), std::move(*exchange.ticket), exchange.key);
    if (!started) co_return error_response(started.error());
    exchange.facts.ran = false;
    exchange.facts.detached = true;
    if (telling) co_return accepted(started->identity);
    co_return co_await read_run(exchange, std::move(started->identity.id), std::move(started->log), 0);
}

}  // namespace

Task<Response> post_orchestration(Exchange& exchange) {
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());
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
    auto const request = read_run_request(exchange.head);
    if (!request) co_return error_response(request.error());
    auto context = wire::read_orchestration(exchange.body, exchange.services.json);
    if (!context) co_return error_response(context.error());

    bool const telling = wants_resumable(exchange.head.accept);
    if (telling || request->resumable) co_return co_await answer_detached(exchange, std::move(*context), telling);

    // A plain stream is bound to its client: it ends when that one leaves.
    auto const emoji = exchange.services.orchestrator.snapshot()->chain.emoji;
    ProgressSink sink{exchange, "orc_" + exchange.services.ids.next(), emoji};
    auto const result = co_await run_chain(exchange, *context, sink);
    if (!result && !sink.body().started()) co_return error_response(result.error());
    co_return streamed_response(sink.body().complete(), result ? nullptr : &result.error());
}

}  // namespace signalbox::server
