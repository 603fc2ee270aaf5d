#include "providers/anthropic_dialect.hpp"

#include "wire/anthropic_request.hpp"

#include <algorithm>
#include <ctime>

namespace signalbox {

namespace {

// For clients that set no limit: as much as the model gives, but no more than leaves a usual window room for
// a long prompt. A model that nothing is known of gives 4096 at least.
constexpr std::int64_t most_unasked_tokens = 32'000;
constexpr std::int64_t sure_tokens = 4'096;

std::int64_t usual_limit(ModelCard const& model) {
    return model.max_output.known() ? std::min(model.max_output.value, most_unasked_tokens) : sure_tokens;
}

}  // namespace

Result<void> AnthropicDialect::write_request(std::string& body, Attempt const& attempt, wire::JsonReader& reader) {
    wire::MessagesTarget const target{
        .model = attempt.model->upstream_name, .max_tokens = usual_limit(*attempt.model), .stream = attempt.stream};
    auto const* raw = attempt.context->raw;
    if (raw == nullptr) return wire::append_messages_request(body, *attempt.context, target);
    if (raw->messages_body.empty()) return wire::append_messages_request(body, *raw, target, reader);
    wire::append_own_messages_request(body, raw->messages_body, target);
    return {};
}

wire::MessageEvents AnthropicDialect::translator(wire::JsonReader& reader) {
    return wire::MessageEvents{reader, std::time(nullptr)};
}

Result<ExecutionResult> AnthropicDialect::read_whole(std::string_view body, wire::JsonReader& reader) {
    return wire::read_message(body, reader, std::time(nullptr));
}

Error AnthropicDialect::failure(wire::ResponseHead const& head, std::string_view body) {
    return wire::classify_messages_failure(head.status, body, head.retry_after, head.retry_after_ms,
                                           std::time(nullptr));
}

}  // namespace signalbox
