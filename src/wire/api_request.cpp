#include "wire/api_request.hpp"

#include "wire/chat_messages.hpp"
#include "wire/json_field.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;

constexpr std::size_t longest_id = 256;

enum Said : unsigned { content = 1, prompt = 2, messages = 4, history = 8 };

struct Reading {
    ChainContext context;
    std::string task;
    unsigned said = 0;
};

Result<void> read_task(Element value, Place const& place, Reading& reading) {
    auto const text = read_text(value, place);
    if (!text) return std::unexpected{text.error()};
    if (text->empty()) return place.refuse("expected at least one character");
    reading.task = *text;
    return {};
}

Result<void> read_content(Element value, Place const& place, Reading& reading) {
    reading.said |= content;
    return read_task(value, place, reading);
}

Result<void> read_prompt(Element value, Place const& place, Reading& reading) {
    reading.said |= prompt;
    return read_task(value, place, reading);
}

// Tool turns and images have no place in this API: refused, not dropped.
Result<void> read_turns(Element value, Place const& place, Reading& reading) {
    auto read = read_chat_messages(value, place);
    if (!read) return std::unexpected{read.error()};
    if (!read->plain) return place.refuse("only text is served here; tools and images go to /v1/chat/completions");
    reading.context.messages = std::move(read->list);
    return {};
}

Result<void> read_messages(Element value, Place const& place, Reading& reading) {
    reading.said |= messages;
    return read_turns(value, place, reading);
}

Result<void> read_history(Element value, Place const& place, Reading& reading) {
    reading.said |= history;
    simdjson::dom::array list;
    if (value.get(list) == simdjson::SUCCESS && list.begin() == list.end()) return {};
    if (auto const read = read_turns(value, place, reading); !read) return read;
    if (reading.context.messages.size() == max_messages) return place.refuse("expected at most 1999 messages");
    return {};
}

Result<void> read_id(Element value, Place const& place, std::string& id) {
    auto const text = read_text(value, place);
    if (!text) return std::unexpected{text.error()};
    if (text->size() > longest_id) return place.refuse("expected at most 256 bytes");
    id = *text;
    return {};
}

Result<void> read_model(Element value, Place const& place, Reading& reading) {
    if (auto const read = read_id(value, place, reading.context.model); !read) return read;
    return reading.context.model.empty() ? place.refuse("expected the name of a model, or auto") : Result<void>{};
}

Result<void> read_option_members(Element value, Place const& place, Reading& reading) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    auto options = read_options(*object, place.name);
    if (!options) return std::unexpected{options.error()};
    reading.context.options = *std::move(options);
    return {};
}

using Reader = Result<void> (*)(Element, Place const&, Reading&);

constexpr std::array<std::pair<std::string_view, Reader>, 8> readers{{
    {"content", read_content},
    {"prompt", read_prompt},
    {"messages", read_messages},
    {"conversationHistory", read_history},
    {"conversationId", [](Element v, Place const& p, Reading& r) { return read_id(v, p, r.context.conversation_id); }},
    {"sessionId", [](Element v, Place const& p, Reading& r) { return read_id(v, p, r.context.session_id); }},
    {"model", read_model},
    {"options", read_option_members},
}};

// The task comes one way only: as content, as prompt, or as the last of messages.
Result<void> join(Reading& reading) {
    auto const has = [&](unsigned what) { return (reading.said & what) != 0; };
    if (has(messages)) {
        if (has(history)) return Place{.name = "conversationHistory"}.refuse("cannot stand beside messages");
        if (has(content | prompt)) return Place{.name = "messages"}.refuse("cannot stand beside content or prompt");
        return {};
    }
    if (has(content) && has(prompt)) return Place{.name = "prompt"}.refuse("cannot stand beside content");
    if (!has(content | prompt)) return Place{.name = "content"}.refuse("is missing");
    reading.context.messages.push_back({.role = Role::user, .content = std::move(reading.task)});
    return {};
}

}  // namespace

Result<ChainContext> read_orchestration(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return std::unexpected{document.error()};
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");

    Reading reading;
    for (auto const [name, value] : object) {
        Place const place{.name = name};
        auto const* const found =
            std::find_if(readers.begin(), readers.end(), [&](auto const& known) { return known.first == name; });
        if (found == readers.end()) return place.refuse("is unknown");
        if (value.is_null()) continue;
        if (auto const read = found->second(value, place, reading); !read) return std::unexpected{read.error()};
    }
    if (auto const joined = join(reading); !joined) return std::unexpected{joined.error()};
    return std::move(reading.context);
}

}  // namespace signalbox::wire
