#include "wire/chat_tools.hpp"

#include "wire/given_member.hpp"

#include <utility>

namespace signalbox::wire {

Result<bool> write_tool_list(JsonWriter& json, simdjson::dom::object request, ToolWriter write) {
    auto const tools = given_member(request, "tools");
    if (!tools) return false;
    Place const place{.name = "tools"};
    auto const list = read_list(*tools, place);
    if (!list) return std::unexpected{list.error()};
    if (list->size() == 0) return false;
    json.key("tools");
    json.begin_array();
    std::size_t index = 0;
    for (auto const tool : *list) {
        auto written = write(json, tool, {.parent = &place, .index = index++});
        if (!written) return std::unexpected{std::move(written.error())};
    }
    json.end_array();
    return true;
}

Result<void> write_chosen_function(JsonWriter& json, simdjson::dom::object choice, Place const& place) {
    Place const name_place{&place, "name"};
    auto const name = required_text(choice, name_place);
    if (!name) return std::unexpected{name.error()};
    if (name->empty()) return name_place.refuse("is missing");
    json.key("tool_choice");
    json.begin_object();
    json.member("type", "function");
    json.key("function");
    json.begin_object();
    json.member("name", *name);
    json.end_object();
    json.end_object();
    return {};
}

}  // namespace signalbox::wire
