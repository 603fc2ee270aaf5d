#include "wire/anthropic_settings.hpp"

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
using Settings = MessagesSettings;
using Reader = Check (*)(Element, Place const&, Settings&);

constexpr std::size_t longest_user = 256;

Check skip(Element, Place const&, Settings&) { return {}; }

Check most_tokens(Element value, Place const& place, Settings& out) {
    auto const count = read_integer(value, place, 1, std::numeric_limits<std::int64_t>::max());
    if (!count) return std::unexpected{count.error()};
    out.max_tokens = std::min(*count, out.max_tokens.value_or(*count));
    return {};
}

Check temperature(Element value, Place const& place, Settings& out) {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || !(number >= 0 && number <= 1)) return place.refuse(too_hot);
    out.temperature = value;
    return {};
}

// The API refuses sequences of blanks without saying which.
Check stop(Element value, Place const& place, Settings& out) {
    auto const usable = [](Element one) {
        std::string_view text;
        return one.get(text) == simdjson::SUCCESS && text.find_first_not_of(" \t\r\n") != std::string_view::npos;
    };
    constexpr std::string_view why = "this model takes texts with more than blanks in them";
    out.stop = value;
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return usable(value) ? Check{} : place.refuse(why);
    std::size_t index = 0;
    for (auto const element : list) {
        Place const element_place{.parent = &place, .index = index++};
        if (!usable(element)) return element_place.refuse(why);
    }
    if (index == 0) out.stop.reset();
    return {};
}

Check response_format(Element value, Place const& place, Settings& out) {
    Object object;
    if (value.get(object) != simdjson::SUCCESS) return place.refuse("expected an object");
    auto const type = text_member(object, "type");
    if (type == "text") return {};
    Place const schema_place{&place, "json_schema"};
    Element schema;
    if (type != "json_schema") return place.refuse(no_plain_json_mode);
    if (object.at_key("json_schema").at_key("schema").get(schema) != simdjson::SUCCESS || !schema.is_object()) {
        return Place{&schema_place, "schema"}.refuse("is missing");
    }
    out.schema = schema;
    return {};
}

Check effort(Element value, Place const& place, Settings& out) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> efforts{{{"none", ""},
                                                                                    {"minimal", "low"},
                                                                                    {"low", "low"},
                                                                                    {"medium", "medium"},
                                                                                    {"high", "high"},
                                                                                    {"xhigh", "xhigh"},
                                                                                    {"max", "max"}}};
    std::string_view text;
    auto const read = value.get(text);
    auto const* const found = std::ranges::find(efforts, text, &std::pair<std::string_view, std::string_view>::first);
    if (read != simdjson::SUCCESS || found == efforts.end()) {
        return place.refuse("expected none, minimal, low, medium, high, xhigh or max");
    }
    out.effort = found->second;
    return {};
}

Check user(Element value, Place const& place, Settings& out) {
    auto const text = read_text(value, place);
    if (!text) return std::unexpected{text.error()};
    if (text->size() > longest_user) return place.refuse("this model's API takes at most 256 bytes");
    if (out.user.empty()) out.user = *text;
    return {};
}

Check parallel_tools(Element value, Place const& place, Settings& out) {
    auto const truth = read_truth(value, place);
    if (truth) out.parallel_tools = *truth;
    return truth ? Check{} : std::unexpected{truth.error()};
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

struct Row {
    std::string_view name;
    Reader read;
};

template <Result<void> (*require)(Element, Place const&)>
Check only(Element value, Place const& place, Settings&) {
    return require(value, place);
}

// Every member that OpenAI's API knows, and those of the Messages API that a client may add.
constexpr auto rows = std::to_array<Row>({
    {"model", skip},
    {"messages", skip},
    {"stream", skip},
    {"stream_options", skip},
    {"signalbox", skip},
    {"store", skip},
    {"metadata", skip},
    {"prompt_cache_key", skip},
    {"prompt_cache_retention", skip},
    {"max_tokens", most_tokens},
    {"max_completion_tokens", most_tokens},
    {"temperature", temperature},
    {"top_p", keep<&Settings::top_p>},
    {"stop", stop},
    {"tools", keep<&Settings::tools>},
    {"tool_choice", keep<&Settings::tool_choice>},
    {"parallel_tool_calls", parallel_tools},
    {"response_format", response_format},
    {"reasoning_effort", effort},
    {"user", user},
    {"safety_identifier", user},
    {"n", only<require_one>},
    {"frequency_penalty", only<require_nothing>},
    {"presence_penalty", only<require_nothing>},
    {"logit_bias", only<require_nothing>},
    {"logprobs", only<require_nothing>},
    {"top_logprobs", only<require_nothing>},
    {"modalities", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"text"}); }},
    {"service_tier", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"auto", "default"}); }},
    {"verbosity", [](Element v, Place const& p, Settings&) { return require_text(v, p, {"medium"}); }},
    {"functions",
     [](Element, Place const& p, Settings&) -> Check { return p.refuse("this model's API knows tools only"); }},
    {"function_call",
     [](Element, Place const& p, Settings&) -> Check { return p.refuse("send tools and tool_choice instead"); }},
    {"top_k", own},
    {"thinking", own},
    {"output_config", own},
    {"cache_control", own},
    {"context_management", own},
});

void write_stop(JsonWriter& json, Element stop) {
    json.key("stop_sequences");
    if (stop.is_array()) return json.raw(simdjson::minify(stop));
    json.begin_array();
    json.raw(simdjson::minify(stop));
    json.end_array();
}

void write_output_config(JsonWriter& json, Settings const& settings) {
    json.key("output_config");
    json.begin_object();
    if (!settings.effort.empty()) json.member("effort", settings.effort);
    if (settings.schema) {
        json.key("format");
        json.begin_object();
        json.member("type", "json_schema");
        json.key("schema");
        json.raw(simdjson::minify(*settings.schema));
        json.end_object();
    }
    json.end_object();
}

}  // namespace

Result<Settings> read_messages_settings(Object request) {
    Settings settings;
    for (auto const [name, value] : request) {
        if (value.is_null()) continue;
        Place const place{.name = name};
        auto const* const row = std::ranges::find(rows, name, &Row::name);
        auto const read = row == rows.end() ? nothing_like_it(place) : row->read(value, place, settings);
        if (!read) return std::unexpected{read.error()};
    }
    return settings;
}

Result<void> write_messages_settings(JsonWriter& json, Settings const& settings) {
    for (auto const& [name, value] :
         {std::pair{"temperature", settings.temperature}, std::pair{"top_p", settings.top_p}}) {
        if (!value) continue;
        json.key(name);
        json.raw(simdjson::minify(*value));
    }
    if (settings.stop) write_stop(json, *settings.stop);
    if (auto const written = write_messages_tools(json, settings); !written) return written;
    bool const shapes_output = !settings.effort.empty() || settings.schema;
    if (shapes_output) write_output_config(json, settings);
    for (auto const& [name, value] : settings.own) {
        if (name == "output_config" && shapes_output) {
            return Place{.name = name}.refuse("says the same as response_format or reasoning_effort; send one of them");
        }
        json.key(name);
        json.raw(simdjson::minify(value));
    }
    if (!settings.user.empty()) {
        json.key("metadata");
        json.begin_object();
        json.member("user_id", settings.user);
        json.end_object();
    }
    return {};
}

}  // namespace signalbox::wire
