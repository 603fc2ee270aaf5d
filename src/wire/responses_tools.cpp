#include "wire/responses_tools.hpp"

#include "wire/chat_tools.hpp"
#include "wire/copied_members.hpp"
#include "wire/given_member.hpp"
#include "wire/json_field.hpp"
#include "wire/text_member.hpp"

#include <string>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Check = Result<void>;

Check write_tool(JsonWriter& json, Element value, Place const& place) {
    auto const tool = read_object(value, place);
    if (!tool) return std::unexpected{tool.error()};
    Place const type_place{&place, "type"};
    auto const type = text_member(*tool, "type");
    if (type.empty()) return type_place.refuse("is missing");
    if (type != "function") {
        return type_place.refuse(
            "'" + std::string{type.substr(0, 64)} +
            "' is a tool that OpenAI runs; only functions of yours can be used here: leave it out");
    }
    auto const name = text_member(*tool, "name");
    if (name.empty()) return Place{&place, "name"}.refuse("is missing");
    json.begin_object();
    json.member("type", "function");
    json.key("function");
    json.begin_object();
    json.member("name", name);
    copy_members(json, *tool, {"description", "parameters", "strict"});
    json.end_object();
    json.end_object();
    return {};
}

Check write_choice(JsonWriter& json, Element value) {
    Place const place{.name = "tool_choice"};
    if (std::string_view word; value.get(word) == simdjson::SUCCESS) {
        if (word != "auto" && word != "none" && word != "required")
            return place.refuse("expected auto, none or required");
        json.member("tool_choice", word);
        return {};
    }
    auto const choice = read_object(value, place);
    if (!choice) return std::unexpected{choice.error()};
    if (text_member(*choice, "type") != "function") {
        return Place{&place, "type"}.refuse("only a function of yours can be chosen here");
    }
    return write_chosen_function(json, *choice, place);
}

}  // namespace

Check write_chat_tools(JsonWriter& json, simdjson::dom::object request) {
    auto const any = write_tool_list(json, request, write_tool);
    if (!any) return std::unexpected{any.error()};
    if (!*any) return {};
    if (auto const choice = given_member(request, "tool_choice")) {
        if (auto const written = write_choice(json, *choice); !written) return written;
    }
    auto const parallel = given_member(request, "parallel_tool_calls");
    if (!parallel) return {};
    auto const truth = read_truth(*parallel, {.name = "parallel_tool_calls"});
    if (!truth) return std::unexpected{truth.error()};
    json.member("parallel_tool_calls", *truth);
    return {};
}

}  // namespace signalbox::wire
