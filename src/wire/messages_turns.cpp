#include "wire/messages_turns.hpp"

#include "wire/given_member.hpp"
#include "wire/text_member.hpp"

#include <string>
#include <vector>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

// A block and where it stands.
struct Block {
    Object object;
    std::string_view type;
    std::size_t index = 0;
};

Result<std::vector<Block>> read_blocks(Element value, Place const& place) {
    auto const list = read_list(value, place);
    if (!list) return std::unexpected{list.error()};
    std::vector<Block> blocks;
    for (auto const element : *list) {
        Place const block_place{.parent = &place, .index = blocks.size()};
        auto const object = read_object(element, block_place);
        if (!object) return std::unexpected{object.error()};
        auto const type = text_member(*object, "type");
        if (type.empty()) return Place{&block_place, "type"}.refuse("is missing");
        blocks.push_back({*object, type, blocks.size()});
    }
    return blocks;
}

void write_text_part(JsonWriter& json, std::string_view text) {
    json.begin_object();
    json.member("type", "text");
    json.member("text", text);
    json.end_object();
}

Result<std::string> data_url(Object source, Place const& place) {
    auto const type = required_text(source, {&place, "media_type"});
    if (!type) return std::unexpected{type.error()};
    auto const data = required_text(source, {&place, "data"});
    if (!data) return std::unexpected{data.error()};
    return "data:" + std::string{*type} + ";base64," + std::string{*data};
}

Result<std::string> image_url(Object source, Place const& place) {
    auto const type = text_member(source, "type");
    if (type == "base64") return data_url(source, place);
    if (type != "url") return Place{&place, "type"}.refuse("expected base64 or url");
    auto const url = required_text(source, {&place, "url"});
    if (!url) return std::unexpected{url.error()};
    return std::string{*url};
}

Result<void> write_image_part(JsonWriter& json, Object source, Place const& place) {
    auto const url = image_url(source, place);
    if (!url) return std::unexpected{url.error()};
    json.begin_object();
    json.member("type", "image_url");
    json.key("image_url");
    json.begin_object();
    json.member("url", *url);
    json.end_object();
    json.end_object();
    return {};
}

// `place` is the block's, whose `source` this is.
Result<void> write_document_part(JsonWriter& json, Object block, Object source, Place const& place) {
    Place const source_place{&place, "source"};
    auto const type = text_member(source, "type");
    if (type == "text") {
        auto const text = required_text(source, {&source_place, "data"});
        if (!text) return std::unexpected{text.error()};
        write_text_part(json, *text);
        return {};
    }
    if (type != "base64") return Place{&source_place, "type"}.refuse("this model takes base64 and text only");
    auto const data = data_url(source, source_place);
    if (!data) return std::unexpected{data.error()};
    auto const title = given_text(block, {&place, "title"});
    if (!title) return std::unexpected{title.error()};
    json.begin_object();
    json.member("type", "file");
    json.key("file");
    json.begin_object();
    json.member("filename", title->empty() ? std::string_view{"document.pdf"} : *title);
    json.member("file_data", *data);
    json.end_object();
    json.end_object();
    return {};
}

// A text, image or document block as a part of a user message.
Result<void> write_part(JsonWriter& json, Block const& block, Place const& place) {
    if (block.type == "text") {
        auto const text = required_text(block.object, {&place, "text"});
        if (!text) return std::unexpected{text.error()};
        write_text_part(json, *text);
        return {};
    }
    if (block.type != "image" && block.type != "document") {
        return Place{&place, "type"}.refuse("this model takes text, image, document and tool_result blocks");
    }
    Place const source_place{&place, "source"};
    Object source;
    if (block.object.at_key("source").get(source) != simdjson::SUCCESS) return source_place.refuse("is missing");
    if (block.type == "image") return write_image_part(json, source, source_place);
    return write_document_part(json, block.object, source, place);
}

// The text of a tool's result; its other blocks wait in `rest`.
Result<std::string> result_text(Object result, Place const& place, JsonWriter& rest, bool& any_rest) {
    Element content;
    if (result.at_key("content").get(content) != simdjson::SUCCESS || content.is_null()) return std::string{};
    if (std::string_view whole; content.get(whole) == simdjson::SUCCESS) return std::string{whole};
    Place const content_place{&place, "content"};
    auto const blocks = read_blocks(content, content_place);
    if (!blocks) return std::unexpected{blocks.error()};
    std::string text;
    for (auto const& block : *blocks) {
        Place const block_place{.parent = &content_place, .index = block.index};
        if (block.type == "text") {
            auto const words = required_text(block.object, {&block_place, "text"});
            if (!words) return std::unexpected{words.error()};
            if (!text.empty()) text += '\n';
            text += *words;
            continue;
        }
        any_rest = true;
        auto const written = write_part(rest, block, block_place);
        if (!written) return std::unexpected{written.error()};
    }
    return text;
}

Result<void> write_tool_message(JsonWriter& json, Block const& block, Place const& place, JsonWriter& rest,
                                bool& any_rest) {
    auto const id = required_text(block.object, {&place, "tool_use_id"});
    if (!id) return std::unexpected{id.error()};
    auto text = result_text(block.object, place, rest, any_rest);
    if (!text) return std::unexpected{std::move(text.error())};
    auto const failed = given_truth(block.object, {&place, "is_error"});
    if (!failed) return std::unexpected{failed.error()};
    if (*failed) text->insert(0, "Error: ");
    json.begin_object();
    json.member("role", "tool");
    json.member("tool_call_id", *id);
    json.member("content", *text);
    json.end_object();
    return {};
}

Result<void> write_user(JsonWriter& json, std::vector<Block> const& blocks, Place const& place) {
    std::string parts;
    JsonWriter rest{parts};
    rest.begin_array();
    bool any_rest = false;
    for (auto const& block : blocks) {
        Place const block_place{.parent = &place, .index = block.index};
        Result<void> written;
        if (block.type == "tool_result") {
            written = write_tool_message(json, block, block_place, rest, any_rest);
        } else {
            any_rest = true;
            written = write_part(rest, block, block_place);
        }
        if (!written) return written;
    }
    rest.end_array();
    if (!any_rest) return {};
    json.begin_object();
    json.member("role", "user");
    json.key("content");
    json.raw(parts);
    json.end_object();
    return {};
}

Result<void> write_tool_call(JsonWriter& json, Block const& block, Place const& place) {
    auto const id = required_text(block.object, {&place, "id"});
    if (!id) return std::unexpected{id.error()};
    auto const name = required_text(block.object, {&place, "name"});
    if (!name) return std::unexpected{name.error()};
    auto const input = given_member(block.object, "input");
    if (input && !input->is_object()) return Place{&place, "input"}.refuse("expected an object");
    json.begin_object();
    json.member("id", *id);
    json.member("type", "function");
    json.key("function");
    json.begin_object();
    json.member("name", *name);
    json.member("arguments", input ? simdjson::minify(*input) : std::string{"{}"});
    json.end_object();
    json.end_object();
    return {};
}

Result<void> write_assistant(JsonWriter& json, std::vector<Block> const& blocks, Place const& place) {
    std::string text;
    std::string calls;
    JsonWriter list{calls};
    list.begin_array();
    bool any_call = false;
    for (auto const& block : blocks) {
        Place const block_place{.parent = &place, .index = block.index};
        if (block.type == "thinking" || block.type == "redacted_thinking") continue;
        if (block.type == "text") {
            auto const words = required_text(block.object, {&block_place, "text"});
            if (!words) return std::unexpected{words.error()};
            text += *words;
            continue;
        }
        if (block.type != "tool_use") {
            return Place{&block_place, "type"}.refuse("this model takes text and tool_use blocks of an assistant");
        }
        any_call = true;
        if (auto const written = write_tool_call(list, block, block_place); !written) return written;
    }
    list.end_array();
    if (!any_call && text.empty()) return {};
    json.begin_object();
    json.member("role", "assistant");
    json.key("content");
    if (text.empty()) {
        json.null();
    } else {
        json.value(text);
    }
    if (any_call) {
        json.key("tool_calls");
        json.raw(calls);
    }
    json.end_object();
    return {};
}

void write_plain(JsonWriter& json, std::string_view role, std::string_view text) {
    json.begin_object();
    json.member("role", role);
    json.member("content", text);
    json.end_object();
}

}  // namespace

Result<void> write_chat_system(JsonWriter& json, Element system, Place const& place) {
    std::string text;
    if (std::string_view whole; system.get(whole) == simdjson::SUCCESS) {
        text = whole;
    } else {
        auto const blocks = read_blocks(system, place);
        if (!blocks) return std::unexpected{blocks.error()};
        for (auto const& block : *blocks) {
            Place const block_place{.parent = &place, .index = block.index};
            if (block.type != "text") return Place{&block_place, "type"}.refuse("expected text");
            auto const words = required_text(block.object, {&block_place, "text"});
            if (!words) return std::unexpected{words.error()};
            if (!text.empty()) text += "\n\n";
            text += *words;
        }
    }
    if (!text.empty()) write_plain(json, "system", text);
    return {};
}

Result<void> write_chat_messages(JsonWriter& json, Element value, Place const& place) {
    auto const message = read_object(value, place);
    if (!message) return std::unexpected{message.error()};
    auto const role = text_member(*message, "role");
    if (role != "user" && role != "assistant" && role != "system") {
        return Place{&place, "role"}.refuse("expected user, assistant or system");
    }
    Place const content_place{&place, "content"};
    Element content;
    if (message->at_key("content").get(content) != simdjson::SUCCESS) return content_place.refuse("is missing");
    if (role == "system") return write_chat_system(json, content, content_place);
    if (std::string_view whole; content.get(whole) == simdjson::SUCCESS) {
        write_plain(json, role, whole);
        return {};
    }
    auto const blocks = read_blocks(content, content_place);
    if (!blocks) return std::unexpected{blocks.error()};
    return role == "user" ? write_user(json, *blocks, content_place) : write_assistant(json, *blocks, content_place);
}

}  // namespace signalbox::wire
