#include "wire/responses_turns.hpp"

#include "wire/given_member.hpp"
#include "wire/responses_parts.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Check = Result<void>;

// The role in the words that every chat API knows; empty: none.
std::string_view chat_role(std::string_view role) {
    if (role == "developer") return "system";
    return role == "user" || role == "system" || role == "assistant" ? role : std::string_view{};
}

}  // namespace

void ResponsesTurns::plain(std::string_view role, std::string_view text) {
    end();
    json_.begin_object();
    json_.member("role", role);
    json_.member("content", text);
    json_.end_object();
}

Check ResponsesTurns::item(Element value, Place const& place) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    Place const type_place{&place, "type"};
    auto const type = given_text(*object, type_place);
    if (!type) return std::unexpected{type.error()};
    if (type->empty() || *type == "message") return message(*object, place);
    if (*type == "function_call") return call(*object, place);
    if (*type == "function_call_output") return output(*object, place);
    if (*type == "reasoning") return {};
    if (*type == "item_reference") return type_place.refuse("nothing is stored here; send the item itself");
    return type_place.refuse("expected message, function_call, function_call_output or reasoning");
}

Check ResponsesTurns::message(Object message, Place const& place) {
    Place const role_place{&place, "role"};
    auto const named = required_text(message, role_place);
    if (!named) return std::unexpected{named.error()};
    auto const role = chat_role(*named);
    if (role.empty()) return role_place.refuse("expected user, assistant, system or developer");
    Place const content_place{&place, "content"};
    auto const content = given_member(message, "content");
    if (!content) return content_place.refuse("is missing");
    if (role == "assistant") return assistant(*content, content_place);
    if (std::string_view whole; content->get(whole) == simdjson::SUCCESS) {
        plain(role, whole);
        return {};
    }
    auto const parts = read_list(*content, content_place);
    if (!parts) return std::unexpected{parts.error()};
    end();
    json_.begin_object();
    json_.member("role", role);
    json_.key("content");
    json_.begin_array();
    std::size_t index = 0;
    for (auto const part : *parts) {
        auto const written = write_chat_part(json_, part, {.parent = &content_place, .index = index++});
        if (!written) return written;
    }
    json_.end_array();
    json_.end_object();
    return index == 0 ? content_place.refuse("expected at least one part") : Check{};
}

Check ResponsesTurns::assistant(Element content, Place const& place) {
    end();
    turn_ = true;
    if (std::string_view whole; content.get(whole) == simdjson::SUCCESS) {
        words_ = whole;
        return {};
    }
    auto const parts = read_list(content, place);
    if (!parts) return std::unexpected{parts.error()};
    std::size_t index = 0;
    for (auto const part : *parts) {
        Place const part_place{.parent = &place, .index = index++};
        auto const object = read_object(part, part_place);
        if (!object) return std::unexpected{object.error()};
        auto const type = text_member(*object, "type");
        auto const name = type == "refusal" ? type : std::string_view{"text"};
        if (type != "output_text" && type != "text" && type != "refusal") {
            return Place{&part_place, "type"}.refuse("expected output_text or refusal");
        }
        auto const words = required_text(*object, {&part_place, name});
        if (!words) return std::unexpected{words.error()};
        words_ += *words;
    }
    return {};
}

Check ResponsesTurns::call(Object call, Place const& place) {
    if (!rest_.empty()) end();
    auto const id = required_text(call, {&place, "call_id"});
    if (!id) return std::unexpected{id.error()};
    auto const name = required_text(call, {&place, "name"});
    if (!name) return std::unexpected{name.error()};
    auto const arguments = required_text(call, {&place, "arguments"});
    if (!arguments) return std::unexpected{arguments.error()};
    turn_ = true;
    if (!calls_.empty()) calls_ += ',';
    JsonWriter json{calls_};
    json.begin_object();
    json.member("id", *id);
    json.member("type", "function");
    json.key("function");
    json.begin_object();
    json.member("name", *name);
    json.member("arguments", *arguments);
    json.end_object();
    json.end_object();
    return {};
}

Result<std::string> ResponsesTurns::output_text(Element value, Place const& place) {
    if (std::string_view whole; value.get(whole) == simdjson::SUCCESS) return std::string{whole};
    auto const parts = read_list(value, place);
    if (!parts) return place.refuse("expected a string or a list of parts");
    std::string text;
    std::size_t index = 0;
    for (auto const part : *parts) {
        Place const part_place{.parent = &place, .index = index++};
        Object object;
        if (part.get(object) == simdjson::SUCCESS && text_member(object, "type") == "input_text") {
            auto const words = required_text(object, {&part_place, "text"});
            if (!words) return std::unexpected{words.error()};
            if (!text.empty()) text += '\n';
            text += *words;
            continue;
        }
        if (!rest_.empty()) rest_ += ',';
        JsonWriter json{rest_};
        if (auto written = write_chat_part(json, part, part_place); !written) return std::unexpected{written.error()};
    }
    return text;
}

Check ResponsesTurns::output(Object output, Place const& place) {
    if (turn_) end();
    auto const id = required_text(output, {&place, "call_id"});
    if (!id) return std::unexpected{id.error()};
    Place const output_place{&place, "output"};
    auto const value = given_member(output, "output");
    if (!value) return output_place.refuse("is missing");
    auto const text = output_text(*value, output_place);
    if (!text) return std::unexpected{text.error()};
    json_.begin_object();
    json_.member("role", "tool");
    json_.member("tool_call_id", *id);
    json_.member("content", *text);
    json_.end_object();
    return {};
}

void ResponsesTurns::end() {
    if (turn_) end_assistant();
    if (rest_.empty()) return;
    json_.begin_object();
    json_.member("role", "user");
    json_.key("content");
    json_.raw("[" + rest_ + "]");
    json_.end_object();
    rest_.clear();
}

void ResponsesTurns::end_assistant() {
    json_.begin_object();
    json_.member("role", "assistant");
    json_.key("content");
    if (words_.empty() && !calls_.empty()) {
        json_.null();
    } else {
        json_.value(words_);
    }
    if (!calls_.empty()) {
        json_.key("tool_calls");
        json_.raw("[" + calls_ + "]");
    }
    json_.end_object();
    words_.clear();
    calls_.clear();
    turn_ = false;
}

}  // namespace signalbox::wire
