#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <simdjson.h>

namespace signalbox::checks {

namespace {

// Valid JSON that the parser cannot hold is no fault of the answer.
bool beyond_the_parser(simdjson::error_code error) {
    return error == simdjson::NUMBER_ERROR || error == simdjson::CAPACITY || error == simdjson::MEMALLOC;
}

}  // namespace

Evidence json(AnswerView const& view) {
    if (view.context == nullptr || !view.context->needs_json) return std::nullopt;
    auto const text = trim(view.answer);
    if (text.empty()) return std::nullopt;
    if (text.front() != '{' && text.front() != '[') {
        return "JSON was asked for, the answer begins with \"" + excerpt(text, 40) + "\"";
    }
    if (!view.finished) return std::nullopt;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    auto const error = parser.parse(simdjson::padded_string(text)).get(root);
    if (error == simdjson::SUCCESS || beyond_the_parser(error)) return std::nullopt;
    return std::string{"not valid JSON: "} + simdjson::error_message(error);
}

}  // namespace signalbox::checks
