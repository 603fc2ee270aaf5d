#include "wire/ollama_request.hpp"

#include "wire/ollama_settings.hpp"
#include "wire/ollama_turns.hpp"

namespace signalbox::wire {

namespace {

void open_request(JsonWriter& json, OllamaTarget const& target) {
    json.begin_object();
    json.member("model", target.model);
    json.member("stream", target.stream);
    json.key("messages");
    json.begin_array();
}

}  // namespace

Result<void> append_ollama_request(std::string& out, RawChat const& raw, OllamaTarget const& target,
                                   JsonReader& reader) {
    auto const document = reader.parse(raw.body);
    if (!document) return std::unexpected{document.error()};
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");
    auto const settings = read_ollama_settings(object);
    if (!settings) return std::unexpected{settings.error()};

    JsonWriter json{out};
    open_request(json, target);
    OllamaTurns turns{json};
    Place const place{.name = "messages"};
    simdjson::dom::array messages;
    if (object.at_key("messages").get(messages) != simdjson::SUCCESS) return place.refuse("expected a list");
    std::size_t index = 0;
    for (auto const message : messages) {
        if (auto const read = turns.read(message, {.parent = &place, .index = index++}); !read) return read;
    }
    json.end_array();
    write_ollama_settings(json, *settings, target.window);
    json.end_object();
    return {};
}

void append_ollama_request(std::string& out, ChainContext const& context, OllamaTarget const& target) {
    JsonWriter json{out};
    open_request(json, target);
    for (auto const& message : context.messages) {
        json.begin_object();
        json.member("role", name(message.role));
        json.member("content", message.content);
        json.end_object();
    }
    json.end_array();
    if (context.needs_json) json.member("format", "json");
    if (context.temperature || context.max_output_tokens || target.window) {
        json.key("options");
        json.begin_object();
        if (context.temperature) json.member("temperature", *context.temperature);
        if (context.max_output_tokens) json.member("num_predict", *context.max_output_tokens);
        if (target.window) json.member("num_ctx", *target.window);
        json.end_object();
    }
    json.end_object();
}

}  // namespace signalbox::wire
