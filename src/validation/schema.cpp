#include "validation/checks.hpp"
#include "validation/json_schema.hpp"
#include "validation/request_member.hpp"
#include "validation/text.hpp"

#include <simdjson.h>

namespace signalbox::checks {

namespace {

std::optional<simdjson::dom::element> wanted_schema(RawChat const* raw, simdjson::dom::parser& parser) {
    auto const format = request_member(raw, "response_format", parser);
    if (!format) return std::nullopt;
    simdjson::dom::element schema;
    if (format->at_pointer("/json_schema/schema").get(schema) != simdjson::SUCCESS) return std::nullopt;
    return schema;
}

}  // namespace

Evidence schema(AnswerView const& view) {
    if (view.context == nullptr || !view.context->needs_json || view.context->raw == nullptr) return std::nullopt;
    simdjson::dom::parser of_request;
    auto const wanted = wanted_schema(view.context->raw, of_request);
    if (!wanted) return std::nullopt;
    simdjson::dom::parser of_answer;
    simdjson::dom::element answer;
    // What is no JSON at all is another check's.
    if (of_answer.parse(simdjson::padded_string(trim(view.answer))).get(answer) != simdjson::SUCCESS)
        return std::nullopt;
    return schema_mismatch(answer, *wanted);
}

}  // namespace signalbox::checks
