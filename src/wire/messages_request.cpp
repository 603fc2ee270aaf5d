#include "wire/messages_request.hpp"

#include "wire/chat_tools.hpp"
#include "wire/copied_members.hpp"
#include "wire/given_member.hpp"
#include "wire/messages_turns.hpp"
#include "wire/output_limit.hpp"
#include "wire/text_member.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Check = Result<void>;

constexpr std::size_t longest_user = 64;  // OpenAI refuses more

Check write_model(JsonWriter& json, Object request) {
    auto const name = required_text(request, {.name = "model"});
    if (!name) return std::unexpected{name.error()};
    json.member("model", *name);
    return {};
}

Check write_limit(JsonWriter& json, Object request, MessagesUse use) {
    Place const limit_place{.name = "max_tokens"};
    auto const limit = given_member(request, "max_tokens");
    if (!limit && use == MessagesUse::count) return {};
    if (!limit) return limit_place.refuse("is missing");
    auto const count = read_integer(*limit, limit_place, 1, most_output_tokens);
    if (!count) return std::unexpected{count.error()};
    json.member("max_tokens", *count);
    return {};
}

Check write_conversation(JsonWriter& json, Object request) {
    json.key("messages");
    json.begin_array();
    if (auto const system = given_member(request, "system")) {
        if (auto const written = write_chat_system(json, *system, {.name = "system"}); !written) return written;
    }
    Place const place{.name = "messages"};
    auto const messages = given_member(request, "messages");
    if (!messages) return place.refuse("is missing");
    auto const list = read_list(*messages, place);
    if (!list) return std::unexpected{list.error()};
    std::size_t index = 0;
    for (auto const message : *list) {
        auto const written = write_chat_messages(json, message, {.parent = &place, .index = index++});
        if (!written) return written;
    }
    if (index == 0) return place.refuse("expected at least one message");
    json.end_array();
    return {};
}

Check write_tool(JsonWriter& json, Element value, Place const& place) {
    auto const tool = read_object(value, place);
    if (!tool) return std::unexpected{tool.error()};
    auto const type = given_text(*tool, {&place, "type"});
    if (!type) return std::unexpected{type.error()};
    if (!type->empty() && *type != "custom") {
        return Place{&place, "type"}.refuse("this model cannot use tools of the provider; leave it out");
    }
    auto const name = text_member(*tool, "name");
    if (name.empty()) return Place{&place, "name"}.refuse("is missing");
    auto const description = given_text(*tool, {&place, "description"});
    if (!description) return std::unexpected{description.error()};
    auto const strict = given_truth(*tool, {&place, "strict"});
    if (!strict) return std::unexpected{strict.error()};
    json.begin_object();
    json.member("type", "function");
    json.key("function");
    json.begin_object();
    json.member("name", name);
    if (!description->empty()) json.member("description", *description);
    if (auto const schema = given_member(*tool, "input_schema")) {
        json.key("parameters");
        json.raw(simdjson::minify(*schema));
    }
    if (*strict) json.member("strict", true);
    json.end_object();
    json.end_object();
    return {};
}

Check write_tool_choice(JsonWriter& json, Element value) {
    Place const place{.name = "tool_choice"};
    auto const choice = read_object(value, place);
    if (!choice) return std::unexpected{choice.error()};
    auto const type = text_member(*choice, "type");
    if (type == "auto" || type == "none") {
        json.member("tool_choice", type);
    } else if (type == "any") {
        json.member("tool_choice", "required");
    } else if (type == "tool") {
        if (auto const written = write_chosen_function(json, *choice, place); !written) return written;
    } else {
        return Place{&place, "type"}.refuse("expected auto, any, tool or none");
    }
    auto const single = given_truth(*choice, {&place, "disable_parallel_tool_use"});
    if (!single) return std::unexpected{single.error()};
    if (*single) json.member("parallel_tool_calls", false);
    return {};
}

Check write_tools(JsonWriter& json, Object request) {
    auto const any = write_tool_list(json, request, write_tool);
    if (!any) return std::unexpected{any.error()};
    if (!*any) return {};
    auto const choice = given_member(request, "tool_choice");
    return choice ? write_tool_choice(json, *choice) : Check{};
}

Check write_sampling(JsonWriter& json, Object request) {
    for (std::string_view const name : {"temperature", "top_p"}) {
        auto const value = given_member(request, name);
        if (!value) continue;
        auto const number = read_number(*value, {.name = name}, 0, 1);
        if (!number) return std::unexpected{number.error()};
        json.member(name, *number);
    }
    if (auto const stop = given_member(request, "stop_sequences")) {
        Place const place{.name = "stop_sequences"};
        auto const list = read_list(*stop, place);
        if (!list) return std::unexpected{list.error()};
        if (list->size() > 0) {
            json.key("stop");
            json.raw(simdjson::minify(*stop));
        }
    }
    for (std::string_view const name : {"top_k", "mcp_servers", "container"}) {
        auto const value = given_member(request, name);
        bool const empty = value && value->is_array() && simdjson::dom::array{*value}.size() == 0;
        if (value && !empty) return Place{.name = name}.refuse("this model has nothing like it; leave it out");
    }
    return {};
}

// The shape of the answer, and who asks.
Check write_rest(JsonWriter& json, Object request) {
    Element format;
    if (request.at_key("output_config").at_key("format").get(format) == simdjson::SUCCESS && !format.is_null()) {
        Place const config{.name = "output_config"};
        Element schema;
        if (format.at_key("schema").get(schema) != simdjson::SUCCESS) {
            return Place{&config, "format"}.refuse("expected a json_schema with its schema");
        }
        json.key("response_format");
        json.raw(R"({"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":)" +
                 simdjson::minify(schema) + "}}");
    }
    std::string_view user;
    bool const named = request.at_key("metadata").at_key("user_id").get(user) == simdjson::SUCCESS;
    if (named && user.size() <= longest_user) json.member("user", user);
    copy_members(json, request, {"signalbox"});
    auto const stream = given_member(request, "stream");
    if (!stream) return {};
    auto const streams = read_truth(*stream, {.name = "stream"});
    if (!streams) return std::unexpected{streams.error()};
    json.member("stream", *streams);
    if (*streams) {
        json.key("stream_options");
        json.raw(R"({"include_usage":true})");
    }
    return {};
}

}  // namespace

Result<void> append_chat_request(std::string& out, std::string_view messages_body, JsonReader& reader,
                                 MessagesUse use) {
    auto const document = reader.parse(messages_body);
    if (!document) return std::unexpected{document.error()};
    Object request;
    if (document->get(request) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");
    JsonWriter json{out};
    json.begin_object();
    if (auto const written = write_model(json, request); !written) return written;
    if (auto const written = write_limit(json, request, use); !written) return written;
    for (auto const write : {write_conversation, write_tools, write_sampling, write_rest}) {
        if (auto const written = write(json, request); !written) return written;
    }
    json.end_object();
    return {};
}

}  // namespace signalbox::wire
