#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/ready_chat.hpp"
#include "server/response_frames.hpp"
#include "server/streamed_answer.hpp"
#include "wire/responses_request.hpp"
#include "wire/responses_writer.hpp"

#include <ctime>

namespace signalbox::server {

namespace {

Task<Response> answer_whole(Exchange& exchange, ChainContext& context, std::string const& echo) {
    FactsSink sink{exchange.facts, false};
    auto result = co_await run_chain(exchange, context, sink);
    if (!result) co_return error_response(std::move(result.error()));
    auto& execution = (*result)->execution;
    execution.content = std::move((*result)->response);
    wire::ResponseIdentity const identity{
        .key = exchange.request_id, .created = std::time(nullptr), .model = (*result)->model, .echo = echo};
    Response response;
    auto written = wire::append_response(response.body, identity, execution, execution.raw, exchange.services.json);
    if (!written) co_return error_response(std::move(written.error()));
    co_return response;
}

}  // namespace

Task<Response> post_responses(Exchange& exchange) {
    auto& reader = exchange.services.json;
    std::string chat;  // viewed by `request`
    auto echo = wire::append_responses_chat(chat, exchange.body, reader);
    if (!echo) co_return error_response(std::move(echo.error()));
    auto request = wire::read_chat_request(chat, reader);
    if (!request) co_return error_response(std::move(request.error()));
    ready_chat(*request, Retraction::never);
    if (!request->stream) co_return co_await answer_whole(exchange, request->context, *echo);
    ResponseFrames frames{exchange, *std::move(echo)};
    co_return co_await answer_streamed(exchange, *request, frames);
}

}  // namespace signalbox::server
