#include "providers/ollama_dialect.hpp"

#include "wire/ollama_request.hpp"

#include <chrono>
#include <ctime>

namespace signalbox {

namespace {

// Nanoseconds since the epoch: no two answers of one conversation share one.
wire::OllamaIdentity new_identity() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    auto const seed = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    return {.created = std::time(nullptr), .seed = static_cast<std::uint64_t>(seed)};
}

// A window that was only inferred from the name may be more than the machine can hold.
std::optional<std::int64_t> set_window(ModelCard const& model) {
    auto const& window = model.context_window;
    bool const meant = window.origin == Origin::config || window.origin == Origin::provider_list;
    return meant ? std::optional{window.value} : std::nullopt;
}

}  // namespace

Result<void> OllamaDialect::write_request(std::string& body, Attempt const& attempt, wire::JsonReader& reader) {
    wire::OllamaTarget const target{
        .model = attempt.model->upstream_name, .stream = attempt.stream, .window = set_window(*attempt.model)};
    auto const* raw = attempt.context->raw;
    if (raw != nullptr) return wire::append_ollama_request(body, *raw, target, reader);
    wire::append_ollama_request(body, *attempt.context, target);
    return {};
}

wire::OllamaLines OllamaDialect::translator(wire::JsonReader& reader) {
    return wire::OllamaLines{reader, new_identity()};
}

Result<ExecutionResult> OllamaDialect::read_whole(std::string_view body, wire::JsonReader& reader) {
    return wire::read_ollama_answer(body, reader, new_identity());
}

Error OllamaDialect::failure(wire::ResponseHead const& head, std::string_view body) {
    return wire::classify_ollama_failure(head.status, body, head.retry_after);
}

}  // namespace signalbox
