#include "wire/openai_request.hpp"

#include "wire/api_request.hpp"
#include "wire/chat_messages.hpp"
#include "wire/json_field.hpp"
#include "wire/output_limit.hpp"
#include "wire/raw_members.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Check = Result<void>;

constexpr std::size_t longest_model = 256;

template <class T>
Check checked(Result<T> const& read) {
    return read ? Check{} : std::unexpected{read.error()};
}

Check read_model(Element value, Place const& place, ChatRequest& out) {
    auto const text = read_text(value, place);
    if (!text) return std::unexpected{text.error()};
    if (text->empty() || text->size() > longest_model) return place.refuse("expected the name of a model, or auto");
    out.context.model = *text;
    return {};
}

Check read_messages(Element value, Place const& place, ChatRequest& out) {
    auto read = read_chat_messages(value, place);
    if (!read) return std::unexpected{read.error()};
    out.context.messages = std::move(read->list);
    out.context.needs_vision = read->images;
    return {};
}

// `tools`, and `functions` of older clients.
Check read_tools(Element value, Place const& place, ChatRequest& out) {
    auto const list = read_list(value, place);
    if (!list) return std::unexpected{list.error()};
    std::size_t index = 0;
    for (auto const tool : *list) {
        Place const tool_place{.parent = &place, .index = index++};
        if (auto const object = read_object(tool, tool_place); !object) return std::unexpected{object.error()};
    }
    if (index > 0) out.context.needs_tools = true;
    return {};
}

Check read_response_format(Element value, Place const& place, ChatRequest& out) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    Place const type_place{&place, "type"};
    Element type_value;
    if (object->at_key("type").get(type_value) != simdjson::SUCCESS) return type_place.refuse("is missing");
    auto const type = read_text(type_value, type_place);
    if (!type) return std::unexpected{type.error()};
    out.context.needs_json = *type == "json_object" || *type == "json_schema";
    if (!out.context.needs_json && *type != "text")
        return type_place.refuse("expected text, json_object or json_schema");
    return {};
}

Check read_most_tokens(Element value, Place const& place, ChatRequest& out) {
    auto const count = read_integer(value, place, 1, most_output_tokens);
    if (!count) return std::unexpected{count.error()};
    // Both names at once: the smaller limit binds.
    out.context.max_output_tokens = std::min(*count, out.context.max_output_tokens.value_or(most_output_tokens));
    return {};
}

Check read_temperature(Element value, Place const& place, ChatRequest& out) {
    auto const number = read_number(value, place, 0, 2);
    if (!number) return std::unexpected{number.error()};
    out.context.temperature = *number;
    return {};
}

Check read_stream(Element value, Place const& place, ChatRequest& out) {
    auto const truth = read_truth(value, place);
    if (!truth) return std::unexpected{truth.error()};
    out.stream = *truth;
    return {};
}

Check read_stream_options(Element value, Place const& place, ChatRequest& out) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    Element include;
    if (object->at_key("include_usage").get(include) != simdjson::SUCCESS || include.is_null()) return {};
    auto const truth = read_truth(include, {&place, "include_usage"});
    if (!truth) return std::unexpected{truth.error()};
    out.include_usage = *truth;
    return {};
}

Check read_signalbox(Element value, Place const& place, ChatRequest& out) {
    auto const object = read_object(value, place);
    if (!object) return std::unexpected{object.error()};
    auto options = read_options(*object, place.name, &out.events);
    if (!options) return std::unexpected{options.error()};
    Element policy;
    auto const chosen = object->at_key("stream").get(policy) == simdjson::SUCCESS && !policy.is_null();
    if (!chosen) options->stream = StreamPolicy::gated;
    out.context.options = *std::move(options);
    return {};
}

using Reader = Check (*)(Element, Place const&, ChatRequest&);

// What is read, or at least checked here. All other members are the provider's business.
constexpr std::array<std::pair<std::string_view, Reader>, 18> readers{{
    {"model", read_model},
    {"messages", read_messages},
    {"stream", read_stream},
    {"stream_options", read_stream_options},
    {"signalbox", read_signalbox},
    {"tools", read_tools},
    {"functions", read_tools},
    {"response_format", read_response_format},
    {"max_tokens", read_most_tokens},
    {"max_completion_tokens", read_most_tokens},
    {"temperature", read_temperature},
    {"n", [](Element v, Place const& p, ChatRequest&) { return checked(read_integer(v, p, 1, 128)); }},
    {"top_p", [](Element v, Place const& p, ChatRequest&) { return checked(read_number(v, p, 0, 1)); }},
    {"presence_penalty", [](Element v, Place const& p, ChatRequest&) { return checked(read_number(v, p, -2, 2)); }},
    {"frequency_penalty", [](Element v, Place const& p, ChatRequest&) { return checked(read_number(v, p, -2, 2)); }},
    {"top_logprobs", [](Element v, Place const& p, ChatRequest&) { return checked(read_integer(v, p, 0, 20)); }},
    {"logprobs", [](Element v, Place const& p, ChatRequest&) { return checked(read_truth(v, p)); }},
    {"parallel_tool_calls", [](Element v, Place const& p, ChatRequest&) { return checked(read_truth(v, p)); }},
}};

Check read_member(std::string_view name, Element value, ChatRequest& out) {
    auto const* const found =
        std::find_if(readers.begin(), readers.end(), [name](auto const& known) { return known.first == name; });
    if (found == readers.end() || value.is_null()) return {};
    return found->second(value, {.name = name}, out);
}

// The client's members but for those the upstream request sets itself, as few runs as possible.
RawChat raw_chat(std::string_view body, bool include_usage) {
    RawChat raw{.body = body, .include_usage = include_usage};
    RawMembers members{body};
    bool goes_on = false;
    for (RawMember member; members.next(member);) {
        if (means(member.name, "stream_options") && member.value != "null") raw.stream_options = member.value;
        auto const ours = means(member.name, "model") || means(member.name, "stream") ||
                          means(member.name, "stream_options") || means(member.name, "signalbox");
        if (!ours && goes_on) {
            auto const* const begin = raw.members.back().data();
            auto const* const end = member.whole.data() + member.whole.size();
            raw.members.back() = {begin, static_cast<std::size_t>(end - begin)};
        } else if (!ours) {
            raw.members.push_back(member.whole);
        }
        goes_on = !ours;
    }
    return raw;
}

}  // namespace

Result<ChatRequest> read_chat_request(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return std::unexpected{document.error()};
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");

    ChatRequest request;
    request.context.options.stream = StreamPolicy::gated;
    for (auto const [name, value] : object) {
        if (auto const read = read_member(name, value, request); !read) return std::unexpected{read.error()};
    }
    if (request.context.messages.empty()) return Place{.name = "messages"}.refuse("is missing");
    request.raw = raw_chat(body, request.include_usage);
    return request;
}

}  // namespace signalbox::wire
