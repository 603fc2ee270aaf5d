#include "wire/anthropic_request.hpp"

#include "wire/anthropic_settings.hpp"
#include "wire/anthropic_turns.hpp"
#include "wire/raw_members.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

Result<void> write_turns(JsonWriter& json, TurnWriter& turns) {
    turns.end();
    if (turns.empty()) return Place{.name = "messages"}.refuse("this model's API wants a user message with content");
    if (!turns.system().empty()) {
        json.key("system");
        json.raw(turns.system());
    }
    json.key("messages");
    json.raw(turns.messages());
    return {};
}

void open_request(JsonWriter& json, MessagesTarget const& target, std::optional<std::int64_t> max_tokens) {
    json.begin_object();
    json.member("model", target.model);
    json.member("max_tokens", max_tokens.value_or(target.max_tokens));
    if (target.stream) json.member("stream", true);
}

}  // namespace

Result<void> append_messages_request(std::string& out, RawChat const& raw, MessagesTarget const& target,
                                     JsonReader& reader) {
    auto const document = reader.parse(raw.body);
    if (!document) return std::unexpected{document.error()};
    Object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");

    auto settings = read_messages_settings(object);
    if (!settings) return std::unexpected{std::move(settings.error())};
    TurnWriter turns;
    Place const place{.name = "messages"};
    simdjson::dom::array messages;
    if (object.at_key("messages").get(messages) != simdjson::SUCCESS) return place.refuse("expected a list");
    std::size_t index = 0;
    for (auto const message : messages) {
        if (auto const read = turns.read(message, {.parent = &place, .index = index++}); !read) return read;
    }
    JsonWriter json{out};
    open_request(json, target, settings->max_tokens);
    if (auto const written = write_turns(json, turns); !written) return written;
    if (auto const written = write_messages_settings(json, *settings); !written) return written;
    json.end_object();
    return {};
}

void append_own_messages_request(std::string& out, std::string_view messages_body, MessagesTarget const& target) {
    out += "{\"model\":";
    append_json_string(out, target.model);
    RawMembers members{messages_body};
    for (RawMember member; members.next(member);) {
        if (means(member.name, "model") || means(member.name, "stream") || means(member.name, "signalbox")) {
            continue;
        }
        out += ',';
        out += member.whole;
    }
    if (target.stream) out += ",\"stream\":true";
    out += '}';
}

Result<void> append_messages_request(std::string& out, ChainContext const& context, MessagesTarget const& target) {
    if (context.needs_json) return Place{.name = "response_format"}.refuse(no_plain_json_mode);
    if (context.temperature && *context.temperature > 1) return Place{.name = "temperature"}.refuse(too_hot);
    TurnWriter turns;
    // A tool's words without the call they answer are just words.
    for (auto const& message : context.messages) {
        turns.plain(message.role == Role::tool ? name(Role::user) : name(message.role), message.content);
    }
    JsonWriter json{out};
    open_request(json, target, context.max_output_tokens);
    if (auto const written = write_turns(json, turns); !written) return written;
    if (context.temperature) json.member("temperature", *context.temperature);
    json.end_object();
    return {};
}

}  // namespace signalbox::wire
