#include "wire/ollama_turns.hpp"

#include "wire/data_url.hpp"
#include "wire/text_member.hpp"

#include <vector>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

bool given(Object object, std::string_view name) {
    Element value;
    return object.at_key(name).get(value) == simdjson::SUCCESS && !value.is_null();
}

// What a list of parts says: Ollama wants texts and pictures apart.
struct Parts {
    std::string text;
    std::vector<std::string_view> images;
};

Result<void> read_part(Element value, Place const& place, Parts& out) {
    auto const part = read_object(value, place);
    if (!part) return std::unexpected{part.error()};
    auto const type = text_member(*part, "type");
    if (type == "text" || type == "refusal") {
        if (!out.text.empty()) out.text += '\n';
        out.text += text_member(*part, type);
        return {};
    }
    if (type != "image_url") return Place{&place, "type"}.refuse("this model's API takes text and image_url parts");
    Place const image_place{&place, "image_url"};
    std::string_view url;
    if (part->at_key("image_url").at_key("url").get(url) != simdjson::SUCCESS) return image_place.refuse("is missing");
    auto const data = read_data_url(url);
    if (!data) return Place{&image_place, "url"}.refuse("this model takes data:image/...;base64, only");
    out.images.push_back(data->base64);
    return {};
}

}  // namespace

Result<void> OllamaTurns::read(Element value, Place const& place) {
    auto const message = read_object(value, place);
    if (!message) return std::unexpected{message.error()};
    auto const role = text_member(*message, "role");
    if (role == "function") return Place{&place, "role"}.refuse("this model's API knows tools only; send role tool");
    for (std::string_view const name : {"function_call", "audio"}) {
        if (given(*message, name)) return Place{&place, name}.refuse("this model's API has no counterpart");
    }
    if (role != "tool" && given(*message, "name")) {
        return Place{&place, "name"}.refuse("this model's API has no names of speakers; put it into the content");
    }
    json_.begin_object();
    json_.member("role", role == "developer" ? std::string_view{"system"} : role);
    if (auto const written = content(*message, place); !written) return written;
    if (auto const thoughts = text_member(*message, "reasoning_content"); !thoughts.empty()) {
        json_.member("thinking", thoughts);
    }
    if (auto const written = tool_calls(*message, place); !written) return written;
    if (role == "tool") {
        if (auto const written = tool_name(*message, place); !written) return written;
    }
    json_.end_object();
    return {};
}

Result<void> OllamaTurns::content(Object message, Place const& place) {
    Parts parts;
    Element value;
    bool const told = given(message, "content") && message.at_key("content").get(value) == simdjson::SUCCESS;
    if (!told) parts.text = text_member(message, "refusal");
    if (std::string_view whole; told && value.get(whole) == simdjson::SUCCESS) {
        parts.text = whole;
    } else if (told) {
        Place const content_place{&place, "content"};
        auto const list = read_list(value, content_place);
        if (!list) return std::unexpected{list.error()};
        std::size_t index = 0;
        for (auto const part : *list) {
            auto const read = read_part(part, {.parent = &content_place, .index = index++}, parts);
            if (!read) return read;
        }
    }
    json_.member("content", parts.text);
    if (parts.images.empty()) return {};
    json_.key("images");
    json_.begin_array();
    for (auto const image : parts.images) json_.value(image);
    json_.end_array();
    return {};
}

Result<void> OllamaTurns::tool_calls(Object message, Place const& place) {
    if (!given(message, "tool_calls")) return {};
    Place const calls_place{&place, "tool_calls"};
    simdjson::dom::array calls;
    if (message.at_key("tool_calls").get(calls) != simdjson::SUCCESS) return calls_place.refuse("expected a list");
    json_.key("tool_calls");
    json_.begin_array();
    std::size_t index = 0;
    for (auto const call : calls) {
        if (auto const written = tool_call(call, {.parent = &calls_place, .index = index++}); !written) return written;
    }
    json_.end_array();
    return {};
}

Result<void> OllamaTurns::tool_call(Element value, Place const& place) {
    auto const call = read_object(value, place);
    if (!call) return std::unexpected{call.error()};
    Place const function_place{&place, "function"};
    Object function;
    if (call->at_key("function").get(function) != simdjson::SUCCESS) {
        return function_place.refuse("is missing; this model's API knows function tools only");
    }
    auto const name = text_member(function, "name");
    if (name.empty()) return Place{&function_place, "name"}.refuse("is missing");
    auto arguments = text_member(function, "arguments");
    if (arguments.find_first_not_of(" \t\r\n") == std::string_view::npos) arguments = "{}";
    auto const parsed = arguments_.parse(arguments);
    if (!parsed || !parsed->is_object()) {
        return Place{&function_place, "arguments"}.refuse("expected a JSON object as text");
    }
    tools_.insert_or_assign(std::string{text_member(*call, "id")}, std::string{name});
    json_.begin_object();
    json_.key("function");
    json_.begin_object();
    json_.member("name", name);
    json_.key("arguments");
    json_.raw(arguments);
    json_.end_object();
    json_.end_object();
    return {};
}

Result<void> OllamaTurns::tool_name(Object message, Place const& place) {
    auto const called = tools_.find(std::string{text_member(message, "tool_call_id")});
    if (called == tools_.end()) return Place{&place, "tool_call_id"}.refuse("no tool call before it has this id");
    json_.member("tool_name", called->second);
    return {};
}

}  // namespace signalbox::wire
