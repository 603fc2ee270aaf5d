#include "server/chat_sink.hpp"
#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/run_chain.hpp"
#include "wire/openai_request.hpp"

#include <ctime>

namespace signalbox::server {

namespace {

// An OpenAI client knows no attempts: unless it asked for events, nothing it has seen may be taken back.
StreamPolicy policy_of(wire::ChatRequest const& request) {
    if (!request.stream) return StreamPolicy::off;
    auto const asked = request.context.options.stream;
    if (asked == StreamPolicy::strict) return asked;
    return asked == StreamPolicy::optimistic && request.events ? asked : StreamPolicy::gated;
}

Task<Response> answer_whole(Exchange& exchange, ChainContext const& context) {
    FactsSink sink{exchange.facts, false};
    auto result = co_await run_chain(exchange, context, sink);
    if (!result) co_return error_response(result.error());
    auto& execution = (*result)->execution;
    if (!execution.raw.empty()) co_return json_response(std::move(execution.raw));

    execution.content = std::move((*result)->response);
    auto const id = "chatcmpl-" + exchange.request_id;
    Response response;
    wire::append_completion(response.body, {.id = id, .created = std::time(nullptr), .model = (*result)->model},
                            execution);
    co_return response;
}

Task<Response> answer_streamed(Exchange& exchange, wire::ChatRequest const& request) {
    auto const emoji = exchange.services.orchestrator.snapshot()->chain.emoji;
    ChatSink sink{exchange, {.include_usage = request.include_usage, .events = request.events, .emoji = emoji}};
    auto const result = co_await run_chain(exchange, request.context, sink);
    if (!result && !sink.body().started()) co_return error_response(result.error());
    Response streamed;
    streamed.streamed = true;
    streamed.close = !sink.body().complete();
    if (!result) streamed.error = result.error().code;
    co_return streamed;
}

}  // namespace

Task<Response> post_chat_completions(Exchange& exchange) {
    auto request = wire::read_chat_request(exchange.body, exchange.services.json);
    if (!request) co_return error_response(request.error());
    request->context.raw = &request->raw;
    request->context.request_id = exchange.request_id;
    request->context.options.stream = policy_of(*request);
    if (!request->stream) co_return co_await answer_whole(exchange, request->context);
    co_return co_await answer_streamed(exchange, *request);
}

}  // namespace signalbox::server
