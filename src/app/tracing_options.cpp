#include "app/tracing_options.hpp"

#include "core/secret.hpp"
#include "net/http_client.hpp"
#include "providers/head_fields.hpp"

namespace signalbox::app {

namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// "name=value,name=value", as OTEL_EXPORTER_OTLP_HEADERS is written.
std::vector<std::pair<std::string, std::string>> listed_headers(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> headers;
    for (auto rest = text; !rest.empty();) {
        auto const comma = rest.find(',');
        auto const item = trimmed(rest.substr(0, comma));
        auto const equals = std::min(item.find('='), item.size());
        auto const value = equals < item.size() ? item.substr(equals + 1) : std::string_view{};
        if (!item.empty()) headers.emplace_back(trimmed(item.substr(0, equals)), trimmed(value));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    return headers;
}

void check(Reader const& section, TracingOptions const& options) {
    if (auto const url = net::parse_url(options.endpoint); section["endpoint"].given() && !url) {
        section["endpoint"].refuse(url.error().detail);
    }
    for (auto const& [name, value] : section["headers"].members()) {
        if (value.given() && !value.raw().contains("${")) {
            value.refuse("such headers carry keys, which must not stand in the file; write ${NAME}");
        }
    }
    if (auto const fields = head_fields(Secret{}, options.headers); section["headers"].given() && !fields) {
        section["headers"].refuse(fields.error().detail);
    }
}

}  // namespace

TracingOptions tracing_options(Reader const& section, Environment const& environment) {
    TracingOptions options;
    if (section["endpoint"].given()) options.endpoint = section["endpoint"].expanded();
    section["sample"].into(options.sample, {0, 1});
    section["service"].into(options.service);
    for (auto const& [name, value] : section["headers"].members()) {
        options.headers.emplace_back(name, value.expanded());
    }
    check(section, options);
    if (!section["endpoint"].given()) {
        options.endpoint = environment("OTEL_EXPORTER_OTLP_ENDPOINT").value_or(std::string{});
    }
    if (!section["headers"].given()) {
        options.headers = listed_headers(environment("OTEL_EXPORTER_OTLP_HEADERS").value_or(std::string{}));
    }
    if (!section["service"].given()) {
        options.service = environment("OTEL_SERVICE_NAME").value_or(options.service);
    }
    return options;
}

std::string tracing_problem(TracingOptions const& options) {
    if (options.endpoint.empty()) return {};
    if (auto const url = net::parse_url(options.endpoint); !url) {
        return "OTEL_EXPORTER_OTLP_ENDPOINT: " + url.error().detail;
    }
    if (auto const fields = head_fields(Secret{}, options.headers); !fields) {
        return "OTEL_EXPORTER_OTLP_HEADERS: " + fields.error().detail;
    }
    return {};
}

}  // namespace signalbox::app
