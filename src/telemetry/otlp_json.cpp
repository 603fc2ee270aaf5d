#include "telemetry/otlp_json.hpp"

#include "pipeline/events.hpp"
#include "wire/json_writer.hpp"

namespace signalbox::telemetry {

namespace {

constexpr int status_error = 2;

void write_attribute(wire::JsonWriter& json, std::string_view name, Span::Value const& value) {
    json.begin_object();
    json.member("key", name);
    json.key("value");
    json.begin_object();
    std::visit(Overloaded{
                   [&](std::string const& text) { json.member("stringValue", std::string_view{text}); },
                   [&](std::int64_t number) { json.member("intValue", std::string_view{std::to_string(number)}); },
                   [&](double number) { json.member("doubleValue", number); },
                   [&](bool truth) { json.member("boolValue", truth); },
               },
               value);
    json.end_object();
    json.end_object();
}

void write_span(wire::JsonWriter& json, Span const& span) {
    json.begin_object();
    json.member("traceId", span.trace.trace_id());
    json.member("spanId", std::string_view{span_text(span.id)});
    if (span.parent != 0) json.member("parentSpanId", std::string_view{span_text(span.parent)});
    json.member("name", std::string_view{span.name});
    json.member("kind", static_cast<int>(span.kind));
    json.member("startTimeUnixNano", std::string_view{std::to_string(span.began_ns)});
    json.member("endTimeUnixNano", std::string_view{std::to_string(span.ended_ns)});
    json.key("attributes");
    json.begin_array();
    for (auto const& [name, value] : span.attributes) write_attribute(json, name, value);
    json.end_array();
    json.key("status");
    json.begin_object();
    if (span.failed) json.member("code", status_error);
    json.end_object();
    json.end_object();
}

void write_resource(wire::JsonWriter& json, std::string_view service, std::string_view version) {
    json.key("resource");
    json.begin_object();
    json.key("attributes");
    json.begin_array();
    write_attribute(json, "service.name", std::string{service});
    write_attribute(json, "service.version", std::string{version});
    json.end_array();
    json.end_object();
}

void write_scope(wire::JsonWriter& json, std::span<Span const> spans) {
    json.begin_object();
    json.key("scope");
    json.begin_object();
    json.member("name", std::string_view{"signalbox"});
    json.end_object();
    json.key("spans");
    json.begin_array();
    for (auto const& span : spans) write_span(json, span);
    json.end_array();
    json.end_object();
}

}  // namespace

std::string otlp_json(std::span<Span const> spans, std::string_view service, std::string_view version) {
    std::string out;
    wire::JsonWriter json{out};
    json.begin_object();
    json.key("resourceSpans");
    json.begin_array();
    json.begin_object();
    write_resource(json, service, version);
    json.key("scopeSpans");
    json.begin_array();
    write_scope(json, spans);
    json.end_array();
    json.end_object();
    json.end_array();
    json.end_object();
    return out;
}

}  // namespace signalbox::telemetry
