#include "wire/chat_messages.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

std::optional<Role> role_of(std::string_view text) {
    if (text == "developer") return Role::system;
    if (text == "function") return Role::tool;
    return from_name<Role>(text);
}

// The members of one message that mean something here; null stands for absent.
struct Members {
    std::optional<Element> role, content, refusal, calls, tool_call_id;
};

Members members_of(Object message) {
    Members found;
    for (auto const [name, value] : message) {
        if (value.is_null()) continue;
        if (name == "role") {
            found.role = value;
        } else if (name == "content") {
            found.content = value;
        } else if (name == "refusal") {
            found.refusal = value;
        } else if (name == "tool_calls" || name == "function_call") {
            found.calls = value;
        } else if (name == "tool_call_id") {
            found.tool_call_id = value;
        }
    }
    return found;
}

class MessageReader {
public:
    explicit MessageReader(ChatMessages& out) : out_{out} {}

    Result<void> read(Element value, Place const& place) {
        auto const object = read_object(value, place);
        if (!object) return std::unexpected{object.error()};
        auto const members = members_of(*object);
        Place const role_place{&place, "role"};
        if (!members.role) return role_place.refuse("is missing");
        auto const name = read_text(*members.role, role_place);
        if (!name) return std::unexpected{name.error()};
        auto const role = role_of(*name);
        if (!role) return role_place.refuse("expected system, developer, user, assistant, tool or function");
        if (auto const checked = check_calls(members, *name, place); !checked) return checked;

        Message message{.role = *role};
        if (auto const read = content(members, *role, {&place, "content"}, message.content); !read) return read;
        out_.list.push_back(std::move(message));
        return {};
    }

private:
    Result<void> check_calls(Members const& members, std::string_view role, Place const& place) {
        if (members.calls || role == "tool" || role == "function") out_.plain = false;
        if (role != "tool") return {};
        Place const id_place{&place, "tool_call_id"};
        if (!members.tool_call_id) return id_place.refuse("is missing");
        auto const id = read_text(*members.tool_call_id, id_place);
        return id ? Result<void>{} : std::unexpected{id.error()};
    }

    // An assistant that calls tools, or refused, need not say anything.
    Result<void> content(Members const& members, Role role, Place const& place, std::string& text) {
        if (!members.content) {
            if (role != Role::assistant || (!members.calls && !members.refusal)) return place.refuse("is missing");
            std::string_view refusal;
            if (members.refusal && members.refusal->get(refusal) == simdjson::SUCCESS) text = refusal;
            return {};
        }
        if (std::string_view whole; members.content->get(whole) == simdjson::SUCCESS) {
            text = whole;
            return {};
        }
        simdjson::dom::array parts;
        if (members.content->get(parts) != simdjson::SUCCESS)
            return place.refuse("expected a string or a list of parts");
        std::size_t index = 0;
        for (auto const part : parts) {
            if (auto const read = this->part(part, {.parent = &place, .index = index++}, text); !read) return read;
        }
        return index == 0 ? place.refuse("expected at least one part") : Result<void>{};
    }

    Result<void> part(Element value, Place const& place, std::string& text) {
        auto const object = read_object(value, place);
        if (!object) return std::unexpected{object.error()};
        Place const type_place{&place, "type"};
        Element type_value;
        if (object->at_key("type").get(type_value) != simdjson::SUCCESS) return type_place.refuse("is missing");
        auto const type = read_text(type_value, type_place);
        if (!type) return std::unexpected{type.error()};
        if (*type == "text" || *type == "refusal") return text_part(*object, {&place, *type}, text);
        out_.plain = false;
        return *type == "image_url" ? image_part(*object, {&place, "image_url"}) : Result<void>{};
    }

    static Result<void> text_part(Object part, Place const& place, std::string& text) {
        Element value;
        if (part.at_key(place.name).get(value) != simdjson::SUCCESS) return place.refuse("is missing");
        auto const piece = read_text(value, place);
        if (!piece) return std::unexpected{piece.error()};
        if (!text.empty()) text += '\n';
        text += *piece;
        return {};
    }

    // Passed on as text and never fetched.
    Result<void> image_part(Object part, Place const& place) {
        out_.images = true;
        Element value;
        if (part.at_key("image_url").get(value) != simdjson::SUCCESS) return place.refuse("is missing");
        auto const image = read_object(value, place);
        if (!image) return std::unexpected{image.error()};
        Place const url_place{&place, "url"};
        Element url;
        if (image->at_key("url").get(url) != simdjson::SUCCESS) return url_place.refuse("is missing");
        auto const text = read_text(url, url_place);
        return text ? Result<void>{} : std::unexpected{text.error()};
    }

    ChatMessages& out_;
};

}  // namespace

Result<ChatMessages> read_chat_messages(Element value, Place const& place) {
    auto const list = read_list(value, place);
    if (!list) return std::unexpected{list.error()};
    ChatMessages messages;
    messages.list.reserve(std::min(list->size(), max_messages));
    MessageReader reader{messages};
    std::size_t index = 0;
    for (auto const message : *list) {
        if (index == max_messages) return place.refuse("expected at most 2000 messages");
        if (auto const read = reader.read(message, {.parent = &place, .index = index++}); !read) {
            return std::unexpected{read.error()};
        }
    }
    if (messages.list.empty()) return place.refuse("expected at least one message");
    return messages;
}

}  // namespace signalbox::wire
