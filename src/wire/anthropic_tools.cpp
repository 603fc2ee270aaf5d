#include "wire/anthropic_media.hpp"
#include "wire/anthropic_settings.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

constexpr std::string_view only_functions = "this model's API takes function tools only; leave it out";

Result<void> write_tool(JsonWriter& json, Element value, Place const& place) {
    auto const tool = read_object(value, place);
    if (!tool) return std::unexpected{tool.error()};
    if (text_member(*tool, "type") != "function") return Place{&place, "type"}.refuse(only_functions);
    Place const function_place{&place, "function"};
    Object function;
    if (tool->at_key("function").get(function) != simdjson::SUCCESS) return function_place.refuse("expected an object");
    auto const name = text_member(function, "name");
    if (name.empty()) return Place{&function_place, "name"}.refuse("is missing");

    json.begin_object();
    json.member("name", name);
    if (auto const text = text_member(function, "description"); !text.empty()) json.member("description", text);
    json.key("input_schema");
    Element schema;
    bool const given = function.at_key("parameters").get(schema) == simdjson::SUCCESS && !schema.is_null();
    json.raw(given ? simdjson::minify(schema) : R"({"type":"object","properties":{}})");
    if (bool strict = false; function.at_key("strict").get(strict) == simdjson::SUCCESS && strict) {
        json.member("strict", true);
    }
    write_cache_mark(json, *tool);
    json.end_object();
    return {};
}

struct Choice {
    std::string_view type;
    std::string_view name;
};

Result<Choice> read_choice(Element value) {
    Place const place{.name = "tool_choice"};
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) {
        if (text == "auto" || text == "none") return Choice{text, {}};
        if (text == "required") return Choice{"any", {}};
        return place.refuse("expected none, auto, required or a function");
    }
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    if (text_member(*object, "type") != "function") {
        return Place{&place, "type"}.refuse("this model's API can be told one function, or none, auto, required");
    }
    Place const function_place{&place, "function"};
    Object function;
    if (object->at_key("function").get(function) != simdjson::SUCCESS) return function_place.refuse("is missing");
    auto const name = text_member(function, "name");
    if (name.empty()) return Place{&function_place, "name"}.refuse("is missing");
    return Choice{"tool", name};
}

Result<void> write_choice(JsonWriter& json, MessagesSettings const& settings) {
    Choice choice{"auto", {}};
    if (settings.tool_choice) {
        auto const read = read_choice(*settings.tool_choice);
        if (!read) return std::unexpected{read.error()};
        choice = *read;
    } else if (settings.parallel_tools) {
        return {};
    }
    json.key("tool_choice");
    json.begin_object();
    json.member("type", choice.type);
    if (!choice.name.empty()) json.member("name", choice.name);
    if (!settings.parallel_tools && choice.type != "none") json.member("disable_parallel_tool_use", true);
    json.end_object();
    return {};
}

}  // namespace

Result<void> write_messages_tools(JsonWriter& json, MessagesSettings const& settings) {
    simdjson::dom::array list;
    bool const any = settings.tools && settings.tools->get(list) == simdjson::SUCCESS && list.size() > 0;
    if (!any) {
        std::string_view choice;
        bool const asks = settings.tool_choice && (settings.tool_choice->get(choice) != simdjson::SUCCESS ||
                                                   (choice != "auto" && choice != "none"));
        return asks ? Place{.name = "tool_choice"}.refuse("there are no tools to choose from") : Result<void>{};
    }
    Place const place{.name = "tools"};
    json.key("tools");
    json.begin_array();
    std::size_t index = 0;
    for (auto const tool : list) {
        if (auto const written = write_tool(json, tool, {.parent = &place, .index = index++}); !written) return written;
    }
    json.end_array();
    return write_choice(json, settings);
}

}  // namespace signalbox::wire
