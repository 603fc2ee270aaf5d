#include "wire/responses_request.hpp"

#include "wire/copied_members.hpp"
#include "wire/given_member.hpp"
#include "wire/json_field.hpp"
#include "wire/json_writer.hpp"
#include "wire/output_limit.hpp"
#include "wire/response_echo.hpp"
#include "wire/responses_tools.hpp"
#include "wire/responses_turns.hpp"
#include "wire/text_member.hpp"

#include <array>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Check = Result<void>;

// Members that cannot be served at all, and what to do.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> impossible{{
    {"previous_response_id", "no response is stored here; send the whole conversation as `input`"},
    {"conversation", "no conversation is stored here; send the whole of it as `input`"},
    {"prompt", "no prompt is stored here; send `instructions` and `input`"},
}};

// What must hold of the members that tell how to work, not what to say.
Check check_manners(JsonWriter&, Object request) {
    for (auto const& [name, remedy] : impossible) {
        if (given_member(request, name)) return Place{.name = name}.refuse(remedy);
    }
    if (auto const store = given_member(request, "store")) {
        auto const truth =
            read_truth(*store, {.name = "store"});  // either way nothing is stored, and the answer says so
        if (!truth) return std::unexpected{truth.error()};
    }
    if (auto const background = given_member(request, "background")) {
        Place const place{.name = "background"};
        auto const truth = read_truth(*background, place);
        if (!truth) return std::unexpected{truth.error()};
        if (*truth) return place.refuse("answers are given at once here; leave it out, or stream");
    }
    Place const place{.name = "truncation"};
    auto const truncation = given_text(request, place);
    if (!truncation) return std::unexpected{truncation.error()};
    if (truncation->empty() || *truncation == "disabled") return {};
    return place.refuse("input is never shortened here; leave it out, or send disabled");
}

Check check_extras(JsonWriter&, Object request) {
    if (auto const metadata = given_member(request, "metadata")) {
        auto const object = read_object(*metadata, {.name = "metadata"});
        if (!object) return std::unexpected{object.error()};
    }
    if (auto const count = given_member(request, "top_logprobs")) {
        Place const place{.name = "top_logprobs"};
        auto const number = read_integer(*count, place, 0, 20);
        if (!number) return std::unexpected{number.error()};
        if (*number > 0) return place.refuse("log probabilities are told by /v1/chat/completions only");
    }
    auto const include = given_member(request, "include");
    if (!include) return {};
    Place const place{.name = "include"};
    auto const list = read_list(*include, place);
    if (!list) return std::unexpected{list.error()};
    std::size_t index = 0;
    for (auto const element : *list) {
        Place const element_place{.parent = &place, .index = index++};
        auto const name = read_text(element, element_place);
        if (!name) return std::unexpected{name.error()};
        // Answers have no reasoning items, so there is none without its content.
        if (*name != "reasoning.encrypted_content") return element_place.refuse("there is nothing like it here");
    }
    return {};
}

Check write_conversation(JsonWriter& json, Object request) {
    json.key("messages");
    json.begin_array();
    ResponsesTurns turns{json};
    if (auto const instructions = given_member(request, "instructions")) {
        auto const text = read_text(*instructions, {.name = "instructions"});
        if (!text) return std::unexpected{text.error()};
        if (!text->empty()) turns.plain("system", *text);
    }
    Place const place{.name = "input"};
    auto const input = given_member(request, "input");
    if (!input) return place.refuse("is missing");
    if (std::string_view whole; input->get(whole) == simdjson::SUCCESS) {
        turns.plain("user", whole);
    } else {
        auto const items = read_list(*input, place);
        if (!items) return place.refuse("expected a string or a list of items");
        std::size_t index = 0;
        for (auto const item : *items) {
            auto const written = turns.item(item, {.parent = &place, .index = index++});
            if (!written) return written;
        }
        if (index == 0) return place.refuse("expected at least one item");
    }
    turns.end();
    json.end_array();
    return {};
}

Check write_limit(JsonWriter& json, Object request) {
    auto const limit = given_member(request, "max_output_tokens");
    if (!limit) return {};
    auto const count = read_integer(*limit, {.name = "max_output_tokens"}, 1, most_output_tokens);
    if (!count) return std::unexpected{count.error()};
    json.member("max_completion_tokens", *count);
    return {};
}

Check write_format(JsonWriter& json, Element value, Place const& place) {
    auto const format = read_object(value, place);
    if (!format) return std::unexpected{format.error()};
    auto const type = text_member(*format, "type");
    if (type == "text") return {};
    json.key("response_format");
    if (type == "json_object") {
        json.raw(R"({"type":"json_object"})");
        return {};
    }
    if (type != "json_schema") return Place{&place, "type"}.refuse("expected text, json_object or json_schema");
    auto const schema = given_member(*format, "schema");
    if (!schema) return Place{&place, "schema"}.refuse("is missing");
    auto const name = given_text(*format, {&place, "name"});
    if (!name) return std::unexpected{name.error()};
    json.begin_object();
    json.member("type", "json_schema");
    json.key("json_schema");
    json.begin_object();
    json.member("name", name->empty() ? std::string_view{"answer"} : *name);
    json.key("schema");
    json.raw(simdjson::minify(*schema));
    copy_members(json, *format, {"strict", "description"});
    json.end_object();
    json.end_object();
    return {};
}

Check write_text_settings(JsonWriter& json, Object request) {
    if (auto const text = given_member(request, "text")) {
        Place const place{.name = "text"};
        auto const settings = read_object(*text, place);
        if (!settings) return std::unexpected{settings.error()};
        if (auto const format = given_member(*settings, "format")) {
            auto const written = write_format(json, *format, {&place, "format"});
            if (!written) return written;
        }
        auto const verbosity = given_text(*settings, {&place, "verbosity"});
        if (!verbosity) return std::unexpected{verbosity.error()};
        if (!verbosity->empty()) json.member("verbosity", *verbosity);
    }
    auto const reasoning = given_member(request, "reasoning");
    if (!reasoning) return {};
    Place const place{.name = "reasoning"};
    auto const object = read_object(*reasoning, place);
    if (!object) return std::unexpected{object.error()};
    auto const effort = given_text(*object, {&place, "effort"});
    if (!effort) return std::unexpected{effort.error()};
    if (!effort->empty()) json.member("reasoning_effort", *effort);
    return {};
}

// Members that both APIs have; the reader of the chat request checks those that mean something here.
Check write_common(JsonWriter& json, Object request) {
    copy_members(json, request,
                 {"model", "stream", "temperature", "top_p", "user", "safety_identifier", "prompt_cache_key",
                  "prompt_cache_retention", "service_tier", "signalbox"});
    return {};
}

}  // namespace

Result<std::string> append_responses_chat(std::string& out, std::string_view responses_body, JsonReader& reader) {
    auto const document = reader.parse(responses_body);
    if (!document) return std::unexpected{document.error()};
    Object request;
    if (document->get(request) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");
    JsonWriter json{out};
    json.begin_object();
    for (auto const write : {check_manners, check_extras, write_common, write_conversation, write_limit,
                             write_chat_tools, write_text_settings}) {
        if (auto written = write(json, request); !written) return std::unexpected{std::move(written.error())};
    }
    json.end_object();
    return response_echo(request);
}

}  // namespace signalbox::wire
