#include "wire/ollama_settings.hpp"

#include "wire/harmless_value.hpp"
#include "wire/text_member.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Check = Result<void>;
using Settings = OllamaSettings;
using Reader = Check (*)(Element, Place const&, Settings&);

Check skip(Element, Place const&, Settings&) { return {}; }

template <Result<void> (*require)(Element, Place const&)>
Check only(Element value, Place const& place, Settings&) {
    return require(value, place);
}

// Ollama's name is the same.
Check option(Element value, Place const& place, Settings& out) {
    out.options.emplace_back(place.name, value);
    return {};
}

Check own(Element value, Place const& place, Settings& out) {
    out.own.emplace_back(place.name, value);
    return {};
}

template <std::optional<Element> Settings::* member>
Check keep(Element value, Place const&, Settings& out) {
    out.*member = value;
    return {};
}

Check most_tokens(Element value, Place const& place, Settings& out) {
    auto const count = read_integer(value, place, 1, std::numeric_limits<std::int64_t>::max());
    if (!count) return std::unexpected{count.error()};
    out.max_tokens = std::min(*count, out.max_tokens.value_or(*count));
    return {};
}

Check tool_choice(Element value, Place const& place, Settings& out) {
    std::string_view text;
    auto const read = value.get(text);
    if (read == simdjson::SUCCESS && text == "none") out.uses_tools = false;
    if (read == simdjson::SUCCESS && (text == "none" || text == "auto")) return {};
    return place.refuse("this model's API cannot be told to call a tool; send auto or none");
}

Check response_format(Element value, Place const& place, Settings& out) {
    Object object;
    if (value.get(object) != simdjson::SUCCESS) return place.refuse("expected an object");
    auto const type = text_member(object, "type");
    out.json = type == "json_object";
    if (type == "text" || out.json) return {};
    Place const schema_place{&place, "json_schema"};
    Element schema;
    if (object.at_key("json_schema").at_key("schema").get(schema) != simdjson::SUCCESS || !schema.is_object()) {
        return Place{&schema_place, "schema"}.refuse("is missing");
    }
    out.schema = schema;
    return {};
}

Check effort(Element value, Place const& place, Settings& out) {
    std::string_view text;
    constexpr std::array<std::string_view, 5> known{"none", "minimal", "low", "medium", "high"};
    if (value.get(text) != simdjson::SUCCESS || std::ranges::find(known, text) == known.end()) {
        return place.refuse("this model's API takes none, minimal, low, medium or high");
    }
    out.effort = text == "minimal" ? std::string_view{"low"} : text;
    return {};
}

struct Row {
    std::string_view name;
    Reader read;
};

// Every member that OpenAI's API knows, and those of Ollama's that a client may add.
constexpr auto rows = std::to_array<Row>({
    {"model", skip},
    {"messages", skip},
    {"stream", skip},
    {"stream_options", skip},
    {"signalbox", skip},
    {"store", skip},
    {"metadata", skip},
    {"user", skip},
    {"safety_identifier", skip},
    {"prompt_cache_key", skip},
    {"prompt_cache_retention", skip},
    {"max_tokens", most_tokens},
    {"max_completion_tokens", most_tokens},
    {"temperature", option},
    {"top_p", option},
    {"seed", option},
    {"frequency_penalty", option},
    {"presence_penalty", option},
    {"top_k", option},
    {"min_p", option},
    {"repeat_penalty", option},
    {"num_ctx", option},
    {"stop", keep<&Settings::stop>},
    {"tools", keep<&Settings::tools>},
    {"tool_choice", tool_choice},
    {"parallel_tool_calls", only<require_true>},
    {"response_format", response_format},
    {"reasoning_effort", effort},
    {"n", only<require_one>},
    {"logit_bias", only<require_nothing>},
    {"logprobs", only<require_nothing>},
    {"top_logprobs", only<require_nothing>},
    {"modalities", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"text"}); }},
    {"service_tier", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"auto", "default"}); }},
    {"verbosity", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"medium"}); }},
    {"functions", [](Element, Place const& p, Settings&) -> Check { return p.refuse("send tools instead"); }},
    {"function_call", [](Element, Place const& p, Settings&) -> Check { return p.refuse("send tools instead"); }},
    {"think", own},
    {"keep_alive", own},
});

Check check_tools(Settings const& settings) {
    simdjson::dom::array tools;
    if (!settings.tools || settings.tools->get(tools) != simdjson::SUCCESS) return {};
    Place const place{.name = "tools"};
    std::size_t index = 0;
    for (auto const tool : tools) {
        Place const tool_place{.parent = &place, .index = index++};
        if (tool.is_object() && text_member(Object{tool}, "type") == "function") continue;
        return Place{&tool_place, "type"}.refuse("this model's API takes function tools only; leave it out");
    }
    return {};
}

void write_options(JsonWriter& json, Settings const& settings, std::optional<std::int64_t> window) {
    auto const chose_window =
        std::ranges::any_of(settings.options, [](auto const& one) { return one.first == "num_ctx"; });
    bool const sets_window = window && !chose_window;
    if (settings.options.empty() && !settings.max_tokens && !settings.stop && !sets_window) return;
    json.key("options");
    json.begin_object();
    for (auto const& [name, value] : settings.options) {
        json.key(name);
        json.raw(simdjson::minify(value));
    }
    if (settings.max_tokens) json.member("num_predict", *settings.max_tokens);
    if (sets_window) json.member("num_ctx", *window);
    if (settings.stop) {
        json.key("stop");
        auto const stop = simdjson::minify(*settings.stop);
        json.raw(settings.stop->is_array() ? stop : "[" + stop + "]");
    }
    json.end_object();
}

}  // namespace

Result<Settings> read_ollama_settings(Object request) {
    Settings settings;
    for (auto const [name, value] : request) {
        if (value.is_null()) continue;
        Place const place{.name = name};
        auto const* const row = std::ranges::find(rows, name, &Row::name);
        auto const read = row == rows.end() ? nothing_like_it(place) : row->read(value, place, settings);
        if (!read) return std::unexpected{read.error()};
    }
    bool const thinks_twice = !settings.effort.empty() &&
                              std::ranges::any_of(settings.own, [](auto const& one) { return one.first == "think"; });
    if (thinks_twice) return Place{.name = "think"}.refuse("says the same as reasoning_effort; send one of them");
    if (auto const checked = check_tools(settings); !checked) return std::unexpected{checked.error()};
    return settings;
}

void write_ollama_settings(JsonWriter& json, Settings const& settings, std::optional<std::int64_t> window) {
    if (settings.tools && settings.uses_tools) {
        json.key("tools");
        json.raw(simdjson::minify(*settings.tools));
    }
    if (settings.json) json.member("format", "json");
    if (settings.schema) {
        json.key("format");
        json.raw(simdjson::minify(*settings.schema));
    }
    if (settings.effort == "none") json.member("think", false);
    if (!settings.effort.empty() && settings.effort != "none") json.member("think", settings.effort);
    write_options(json, settings, window);
    for (auto const& [name, value] : settings.own) {
        json.key(name);
        json.raw(simdjson::minify(value));
    }
}

}  // namespace signalbox::wire
