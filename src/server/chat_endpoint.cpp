#include "server/chat_frames.hpp"
#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/ready_chat.hpp"
#include "server/streamed_answer.hpp"

#include <ctime>

namespace signalbox::server {

namespace {

Task<Response> answer_whole(Exchange& exchange, ChainContext& context) {
    FactsSink sink{exchange.facts, false};
    auto result = co_await run_chain(exchange, context, sink);
    if (!result) co_return error_response(std::move(result.error()));
    auto& execution = (*result)->execution;
    if (!execution.raw.empty()) co_return json_response(std::move(execution.raw));

    execution.content = std::move((*result)->response);
    auto const id = "chatcmpl-" + exchange.request_id;
    Response response;
    wire::append_completion(response.body, {.id = id, .created = std::time(nullptr), .model = (*result)->model},
                            execution);
    co_return response;
}

}  // namespace

Task<Response> post_chat_completions(Exchange& exchange) {
    auto request = wire::read_chat_request(exchange.body, exchange.services.json);
    if (!request) co_return error_response(std::move(request.error()));
    ready_chat(*request, Retraction::when_numbered);
    if (!request->stream) co_return co_await answer_whole(exchange, request->context);
    ChatFrames frames{exchange, request->include_usage};
    co_return co_await answer_streamed(exchange, *request, frames);
}

}  // namespace signalbox::server
