#include "routing/router.hpp"
#include "server/caller.hpp"
#include "server/endpoints.hpp"
#include "server/facts_sink.hpp"
#include "server/message_frames.hpp"
#include "server/ready_chat.hpp"
#include "server/streamed_answer.hpp"
#include "wire/messages_request.hpp"
#include "wire/messages_writer.hpp"
#include "wire/prompt_extras.hpp"

namespace signalbox::server {

namespace {

// The request as a chat completion request, which is written to `chat` and viewed by the result.
Result<wire::ChatRequest> read_messages(Exchange const& exchange, std::string& chat, wire::MessagesUse use) {
    auto& reader = exchange.services.json;
    if (auto written = wire::append_chat_request(chat, exchange.body, reader, use); !written) {
        return std::unexpected{std::move(written.error())};
    }
    auto request = wire::read_chat_request(chat, reader);
    if (request) request->raw.messages_body = exchange.body;
    return request;
}

Tokens rough_input(ChainContext const& context) {
    std::size_t bytes = 0;
    for (auto const& message : context.messages) bytes += message.content.size();
    return {static_cast<std::int64_t>(bytes / 4 + 1)};
}

// Text as routing estimates it; tools and images, which routing does not count, at rates of their own.
Tokens estimate(ChainContext const& context, Snapshot const& snapshot, wire::PromptExtras const& extras) {
    constexpr std::size_t bytes_of_json = 4;       // a token
    constexpr std::size_t tokens_of_image = 1500;  // a large one; small ones cost less
    auto const rest = extras.json_bytes / bytes_of_json + extras.attachments * tokens_of_image;
    return snapshot.analyzer->analyze(context).input_tokens + Tokens{static_cast<std::int64_t>(rest)};
}

Task<Response> answer_whole(Exchange& exchange, ChainContext& context) {
    FactsSink sink{exchange.facts, false};
    auto result = co_await run_chain(exchange, context, sink);
    if (!result) co_return error_response(std::move(result.error()));
    auto& execution = (*result)->execution;
    execution.content = std::move((*result)->response);
    auto const id = "msg_" + exchange.request_id;
    Response response;
    auto written = wire::append_message(response.body, {.id = id, .model = (*result)->model}, execution, execution.raw,
                                        exchange.services.json);
    if (!written) co_return error_response(std::move(written.error()));
    co_return response;
}

}  // namespace

Task<Response> post_messages(Exchange& exchange) {
    std::string chat;
    auto request = read_messages(exchange, chat, wire::MessagesUse::answer);
    if (!request) co_return error_response(std::move(request.error()));
    ready_chat(*request, Retraction::never);
    if (!request->stream) co_return co_await answer_whole(exchange, request->context);
    MessageFrames frames{exchange, rough_input(request->context)};
    co_return co_await answer_streamed(exchange, *request, frames);
}

Task<Response> post_count_tokens(Exchange& exchange) {
    std::string chat;
    auto request = read_messages(exchange, chat, wire::MessagesUse::count);
    if (!request) co_return error_response(std::move(request.error()));
    if (auto claimed = claim(request->context, exchange); !claimed)
        co_return error_response(std::move(claimed.error()));
    auto const& snapshot = *exchange.snapshot();
    auto const& model = request->context.model;
    if (!is_routing_name(model) && snapshot.registry.find(model) == nullptr) {
        co_return error_response({Errc::model_not_found,
                                  "model '" + model + "' is not configured; GET /v1/models lists those that are",
                                  "model",
                                  {}});
    }
    auto const extras = wire::prompt_extras(chat, exchange.services.json);
    Response response;
    wire::JsonWriter json{response.body};
    json.begin_object();
    json.member("input_tokens", estimate(request->context, snapshot, extras).count);
    json.end_object();
    co_return response;
}

}  // namespace signalbox::server
