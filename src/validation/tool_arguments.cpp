#include "validation/checks.hpp"
#include "validation/json_schema.hpp"
#include "validation/request_member.hpp"
#include "validation/text.hpp"

#include <simdjson.h>

namespace signalbox::checks {

namespace {

using Element = simdjson::dom::element;
using Array = simdjson::dom::array;

constexpr std::size_t longest_name = 60;

// The declared function `name`; nothing when it was not declared.
std::optional<Element> declared(Array tools, std::string_view name) {
    for (auto const tool : tools) {
        Element function;
        std::string_view its_name;
        if (tool.at_key("function").get(function) != simdjson::SUCCESS) continue;
        if (function.at_key("name").get(its_name) == simdjson::SUCCESS && its_name == name) return function;
    }
    return std::nullopt;
}

Evidence mismatch(std::string_view arguments, Element function) {
    simdjson::dom::parser parser;
    Element value;
    // Functions without parameters are often called with nothing.
    auto const text = trim(arguments).empty() ? std::string_view{"{}"} : arguments;
    if (auto const error = parser.parse(simdjson::padded_string(text)).get(value); error != simdjson::SUCCESS)
        return error == simdjson::NUMBER_ERROR || error == simdjson::CAPACITY ? Evidence{} : "are not valid JSON";
    if (!value.is_object()) return "are no JSON object";
    Element parameters;
    if (function.at_key("parameters").get(parameters) != simdjson::SUCCESS) return std::nullopt;
    return schema_mismatch(value, parameters);
}

Evidence fault_of(Element call, Array tools) {
    Element function;
    std::string_view name;
    std::string_view arguments;
    if (call.at_key("function").get(function) != simdjson::SUCCESS ||
        function.at_key("name").get(name) != simdjson::SUCCESS)
        return std::nullopt;  // a custom tool: its input is free text
    auto const tool = declared(tools, name);
    if (!tool) return "calls \"" + excerpt(name, longest_name) + "\", which is none of the tools";
    if (function.at_key("arguments").get(arguments) != simdjson::SUCCESS) return std::nullopt;
    auto const why = mismatch(arguments, *tool);
    if (!why) return std::nullopt;
    return excerpt("the arguments of \"" + excerpt(name, longest_name) + "\": " + *why, 200);
}

}  // namespace

Evidence tool_arguments(AnswerView const& view) {
    if (!view.tool_calls || view.raw.empty() || view.context == nullptr) return std::nullopt;
    simdjson::dom::parser of_request;
    auto const declarations = request_member(view.context->raw, "tools", of_request);
    Array tools;
    if (!declarations || declarations->get(tools) != simdjson::SUCCESS) return std::nullopt;
    simdjson::dom::parser of_answer;
    Array calls;
    if (of_answer.parse(simdjson::padded_string(view.raw)).at_pointer("/choices/0/message/tool_calls").get(calls) !=
        simdjson::SUCCESS)
        return std::nullopt;
    for (auto const call : calls)
        if (auto why = fault_of(call, tools)) return why;
    return std::nullopt;
}

}  // namespace signalbox::checks
