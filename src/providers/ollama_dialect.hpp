#pragma once

#include "providers/translating_provider.hpp"
#include "wire/line_decoder.hpp"
#include "wire/ollama_answer.hpp"

#include <string>
#include <string_view>

namespace signalbox {

// Ollama's own API, and what of it is not a translation.
struct OllamaDialect {
    static constexpr EndpointPath path{.root = "/api", .endpoint = "/chat"};
    static constexpr KeyField key_field = KeyField::bearer;
    static constexpr std::string_view stream_type = "application/x-ndjson";
    using Stream = TranslatedStream<wire::LineDecoder, wire::OllamaLines>;

    [[nodiscard]] static Result<void> write_request(std::string& body, Attempt const& attempt,
                                                    wire::JsonReader& reader);
    [[nodiscard]] static wire::OllamaLines translator(wire::JsonReader& reader);
    [[nodiscard]] static Result<ExecutionResult> read_whole(std::string_view body, wire::JsonReader& reader);
    [[nodiscard]] static Error failure(wire::ResponseHead const& head, std::string_view body);
};

using OllamaProvider = TranslatingProvider<OllamaDialect>;

}  // namespace signalbox
