#include "wire/anthropic_turns.hpp"

#include "wire/anthropic_media.hpp"
#include "wire/text_member.hpp"
#include "wire/thinking_block.hpp"

#include <optional>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

// A member that is there and not null.
std::optional<Element> given(Object object, std::string_view name) {
    Element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
}

Result<std::string_view> required_text(Object object, Place const& place) {
    auto const value = given(object, place.name);
    if (!value) return place.refuse("is missing");
    auto const text = read_text(*value, place);
    if (text && text->empty()) return place.refuse("is empty");
    return text;
}

}  // namespace

JsonWriter& TurnWriter::blocks_of(std::string_view role) {
    if (role == "system") {
        if (system_.empty()) system_blocks_.begin_array();
        return system_blocks_;
    }
    if (role == role_) return turns_;
    if (role_.empty()) {
        turns_.begin_array();
    } else {
        turns_.end_array();
        turns_.end_object();
    }
    role_ = role == "assistant" ? "assistant" : "user";
    turns_.begin_object();
    turns_.member("role", role_);
    turns_.key("content");
    turns_.begin_array();
    return turns_;
}

void TurnWriter::end() {
    if (!system_.empty()) system_blocks_.end_array();
    if (role_.empty()) return;
    turns_.end_array();
    turns_.end_object();
    turns_.end_array();
}

void TurnWriter::plain(std::string_view role, std::string_view words) {
    if (!words.empty()) text(blocks_of(role), words, nullptr);
}

// The API refuses text blocks without text.
void TurnWriter::text(JsonWriter& json, std::string_view words, Object const* marked) {
    if (words.empty()) return;
    json.begin_object();
    json.member("type", "text");
    json.member("text", words);
    if (marked != nullptr) write_cache_mark(json, *marked);
    json.end_object();
}

Result<void> TurnWriter::read(Element value, Place const& place) {
    auto const message = read_object(value, place);
    if (!message) return std::unexpected{message.error()};
    auto const role = text_member(*message, "role");
    if (role == "tool") return tool_result(*message, place);
    Place const name_place{&place, "name"};
    if (given(*message, "name")) {
        return name_place.refuse("this model's API has no names of speakers; put it into the content");
    }
    if (role == "function") return Place{&place, "role"}.refuse("this model's API knows tools only; send role tool");
    if (role == "assistant") return assistant(*message, place);
    return content(*message, role == "user" ? "user" : "system", place);
}

Result<void> TurnWriter::content(Object message, std::string_view role, Place const& place) {
    auto const value = given(message, "content");
    if (!value) return {};
    if (std::string_view whole; value->get(whole) == simdjson::SUCCESS) {
        plain(role, whole);
        return {};
    }
    Place const content_place{&place, "content"};
    auto const parts = read_list(*value, content_place);
    if (!parts) return std::unexpected{parts.error()};
    std::size_t index = 0;
    for (auto const one : *parts) {
        Place const part_place{.parent = &content_place, .index = index++};
        auto const type = one.is_object() ? text_member(Object{one}, "type") : std::string_view{};
        if (role != "user" && type != "text" && type != "refusal") {
            return part_place.refuse("this model's API takes text only here");
        }
        if ((type == "text" || type == "refusal") && text_member(Object{one}, type).empty()) continue;
        if (auto const read = part(blocks_of(role), one, part_place); !read) return read;
    }
    return {};
}

Result<void> TurnWriter::part(JsonWriter& json, Element value, Place const& place) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    auto const type = text_member(*object, "type");
    if (type == "text" || type == "refusal") {
        text(json, text_member(*object, type), &*object);
        return {};
    }
    if (type == "image_url") return write_image_block(json, *object, place);
    if (type == "file") return write_document_block(json, *object, place);
    return Place{&place, "type"}.refuse("this model's API takes text, image_url and file parts");
}

Result<void> TurnWriter::assistant(Object message, Place const& place) {
    for (std::string_view const name : {"function_call", "audio"}) {
        if (given(message, name))
            return Place{&place, name}.refuse("this model's API has no counterpart; leave it out");
    }
    reasoning(message);
    if (auto const read = content(message, "assistant", place); !read) return read;
    if (!given(message, "content")) plain("assistant", text_member(message, "refusal"));
    auto const calls = given(message, "tool_calls");
    if (!calls) return {};
    Place const calls_place{&place, "tool_calls"};
    auto const list = read_list(*calls, calls_place);
    if (!list) return std::unexpected{list.error()};
    std::size_t index = 0;
    for (auto const call : *list) {
        if (auto const read = tool_call(call, {.parent = &calls_place, .index = index++}); !read) return read;
    }
    return {};
}

// Only what the same API signed may go back to it.
void TurnWriter::reasoning(Object message) {
    simdjson::dom::array details;
    if (message.at_key("reasoning_details").get(details) != simdjson::SUCCESS) return;
    for (auto const value : details) {
        Object detail;
        if (value.get(detail) != simdjson::SUCCESS || text_member(detail, "format") != thinking_format) continue;
        auto const signature = text_member(detail, "signature");
        auto const data = text_member(detail, "data");
        if (signature.empty() && data.empty()) continue;
        auto& json = blocks_of("assistant");
        json.begin_object();
        json.member("type", data.empty() ? "thinking" : "redacted_thinking");
        if (data.empty()) {
            json.member("thinking", text_member(detail, "text"));
            json.member("signature", signature);
        } else {
            json.member("data", data);
        }
        json.end_object();
    }
}

Result<void> TurnWriter::tool_call(Element value, Place const& place) {
    auto const call = read_object(value, place);
    if (!call) return std::unexpected{call.error()};
    auto const id = required_text(*call, {&place, "id"});
    if (!id) return std::unexpected{id.error()};
    Place const function_place{&place, "function"};
    Object function;
    if (call->at_key("function").get(function) != simdjson::SUCCESS) {
        return function_place.refuse("is missing; this model's API knows function tools only");
    }
    auto const name = required_text(function, {&function_place, "name"});
    if (!name) return std::unexpected{name.error()};

    auto arguments = text_member(function, "arguments");
    if (arguments.find_first_not_of(" \t\r\n") == std::string_view::npos) arguments = "{}";
    auto const parsed = arguments_.parse(arguments);
    if (!parsed || !parsed->is_object()) {
        return Place{&function_place, "arguments"}.refuse("expected a JSON object as text");
    }
    auto& json = blocks_of("assistant");
    json.begin_object();
    json.member("type", "tool_use");
    json.member("id", *id);
    json.member("name", *name);
    json.key("input");
    json.raw(arguments);
    json.end_object();
    return {};
}

Result<void> TurnWriter::tool_result(Object message, Place const& place) {
    auto const id = required_text(message, {&place, "tool_call_id"});
    if (!id) return std::unexpected{id.error()};
    Place const content_place{&place, "content"};
    auto& json = blocks_of("user");
    json.begin_object();
    json.member("type", "tool_result");
    json.member("tool_use_id", *id);
    json.key("content");
    auto const value = given(message, "content");
    std::string_view whole;
    if (!value || value->get(whole) == simdjson::SUCCESS) {
        json.value(whole);
    } else {
        auto const parts = read_list(*value, content_place);
        if (!parts) return std::unexpected{parts.error()};
        json.begin_array();
        std::size_t index = 0;
        for (auto const one : *parts) {
            if (auto const read = part(json, one, {.parent = &content_place, .index = index++}); !read) return read;
        }
        json.end_array();
    }
    json.end_object();
    return {};
}

}  // namespace signalbox::wire
