#include "wire/openrouter_models.hpp"

#include "wire/json_writer.hpp"
#include "wire/text_member.hpp"
#include "wire/token_price.hpp"

#include <algorithm>

namespace signalbox::wire {

namespace {

using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

constexpr std::size_t longest_id = 256;
constexpr std::size_t longest_query = 512;
constexpr std::int64_t most_tokens = 1'000'000'000;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the model list is broken: " + std::string{why});
}

bool is_visible(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<Array> list_member(Object object, std::string_view name) {
    Array list;
    if (object.at_key(name).get(list) != simdjson::SUCCESS) return std::nullopt;
    return list;
}

std::optional<Object> object_member(Object object, std::string_view name) {
    Object found;
    if (object.at_key(name).get(found) != simdjson::SUCCESS) return std::nullopt;
    return found;
}

std::optional<std::int64_t> tokens_member(Object object, std::string_view name) {
    std::int64_t count = 0;
    if (object.at_key(name).get(count) != simdjson::SUCCESS) return std::nullopt;
    return count >= 1 && count <= most_tokens ? std::optional{count} : std::nullopt;
}

bool contains(Array list, std::string_view word) {
    for (auto const element : list) {
        std::string_view text;
        if (element.get(text) == simdjson::SUCCESS && text == word) return true;
    }
    return false;
}

std::optional<Price> read_price(Object model) {
    auto const pricing = object_member(model, "pricing");
    if (!pricing) return std::nullopt;
    auto const input = read_token_price(text_member(*pricing, "prompt"));
    auto const output = read_token_price(text_member(*pricing, "completion"));
    if (!input || !output) return std::nullopt;
    simdjson::dom::element fee;
    bool const fee_told = pricing->at_key("request").get(fee) == simdjson::SUCCESS && !fee.is_null();
    if (fee_told && read_token_price(text_member(*pricing, "request")) != MicroUsd{}) return std::nullopt;
    return Price{.input = *input, .output = *output};
}

void read_abilities(Object model, ListedModel& listed) {
    if (auto const parameters = list_member(model, "supported_parameters")) {
        listed.tools = contains(*parameters, "tools");
        listed.json_mode = contains(*parameters, "response_format") || contains(*parameters, "structured_outputs");
    }
    auto const architecture = object_member(model, "architecture");
    if (!architecture) return;
    if (auto const inputs = list_member(*architecture, "input_modalities")) {
        listed.vision = contains(*inputs, "image");
        listed.text = contains(*inputs, "text");
    }
    auto const outputs = list_member(*architecture, "output_modalities");
    if (outputs && !contains(*outputs, "text")) listed.text = false;
}

ListedModel read_model(Object model) {
    ListedModel listed;
    listed.id = text_member(model, "id");
    listed.price = read_price(model);
    listed.context_window = tokens_member(model, "context_length");
    if (auto const top = object_member(model, "top_provider")) {
        listed.max_output = tokens_member(*top, "max_completion_tokens");
    }
    read_abilities(model, listed);
    return listed;
}

// Only the query of the link is used: where the list is, the configuration says.
Result<std::string> read_next(Object page) {
    auto const links = object_member(page, "links");
    auto const link = links ? text_member(*links, "next") : std::string_view{};
    if (link.empty()) return std::string{};
    auto const mark = link.find('?');
    auto const query = mark == std::string_view::npos ? std::string_view{} : link.substr(mark + 1);
    bool const usable = !query.empty() && query.size() <= longest_query && is_visible(query) && !query.contains('#');
    if (!usable) return broken("the link to its next page is unusable");
    return std::string{query};
}

void write_words(JsonWriter& json, std::string_view name,
                 std::initializer_list<std::pair<std::string_view, bool>> all) {
    json.key(name);
    json.begin_array();
    for (auto const& [word, holds] : all) {
        if (holds) json.value(word);
    }
    json.end_array();
}

void write_price(JsonWriter& json, Price const& price) {
    std::string input, output;
    append_token_price(input, price.input);
    append_token_price(output, price.output);
    json.key("pricing");
    json.begin_object();
    json.member("prompt", input);
    json.member("completion", output);
    json.end_object();
}

void write_model(JsonWriter& json, ListedModel const& model) {
    json.begin_object();
    json.member("id", model.id);
    if (model.price) write_price(json, *model.price);
    if (model.context_window) json.member("context_length", *model.context_window);
    if (model.max_output) {
        json.key("top_provider");
        json.begin_object();
        json.member("max_completion_tokens", *model.max_output);
        json.end_object();
    }
    if (model.tools) {
        write_words(json, "supported_parameters",
                    {{"tools", *model.tools}, {"response_format", model.json_mode.value_or(false)}});
    }
    json.key("architecture");
    json.begin_object();
    if (model.vision) write_words(json, "input_modalities", {{"text", true}, {"image", *model.vision}});
    write_words(json, "output_modalities", {{"text", model.text}});
    json.end_object();
    json.end_object();
}

}  // namespace

Result<OpenRouterPage> read_openrouter_models(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return broken("it is no JSON");
    Object root;
    if (document->get(root) != simdjson::SUCCESS) return broken("it is no object");
    auto const list = list_member(root, "data");
    if (!list) return broken("it lists no models");
    OpenRouterPage page;
    for (auto const element : *list) {
        Object model;
        if (element.get(model) != simdjson::SUCCESS) return broken("a model is no object");
        auto const id = text_member(model, "id");
        if (id.empty() || id.size() > longest_id || !is_visible(id)) return broken("a model has no usable id");
        if (page.models.size() == max_listed_models) return broken("it is too long");
        page.models.push_back(read_model(model));
    }
    auto next = read_next(root);
    if (!next) return std::unexpected{std::move(next.error())};
    page.next = std::move(*next);
    return page;
}

void append_openrouter_models(std::string& out, std::span<ListedModel const> models) {
    JsonWriter json{out};
    json.begin_object();
    json.key("data");
    json.begin_array();
    for (auto const& model : models) write_model(json, model);
    json.end_array();
    json.end_object();
}

}  // namespace signalbox::wire
