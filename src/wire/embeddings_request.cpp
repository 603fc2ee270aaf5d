#include "wire/embeddings_request.hpp"

#include "wire/given_member.hpp"
#include "wire/raw_members.hpp"

#include <array>
#include <limits>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;
using Check = Result<void>;

constexpr std::size_t longest_model = 256;
constexpr std::int64_t most_dimensions = 1'000'000;
constexpr std::int64_t largest_token = std::numeric_limits<std::int32_t>::max();
constexpr std::string_view forms = "expected a text, a list of texts, a list of tokens or a list of such lists";

Check check_tokens(simdjson::dom::array tokens, Place const& place) {
    std::size_t index = 0;
    for (auto const token : tokens) {
        auto const read = read_integer(token, {.parent = &place, .index = index++}, 0, largest_token);
        if (!read) return std::unexpected{read.error()};
    }
    return index > 0 ? Check{} : place.refuse("is empty");
}

// What all inputs of one list have in common is said by the first.
Check check_one(Element one, simdjson::dom::element_type type, Place const& place) {
    if (type == simdjson::dom::element_type::STRING) {
        auto const text = read_text(one, place);
        return text ? Check{} : std::unexpected{text.error()};
    }
    auto const tokens = read_list(one, place);
    return tokens ? check_tokens(*tokens, place) : std::unexpected{tokens.error()};
}

Check check_input(Element input, Place const& place) {
    if (input.is_string()) return {};
    simdjson::dom::array list;
    if (input.get(list) != simdjson::SUCCESS) return place.refuse(forms);
    if (list.begin() == list.end()) return place.refuse("is empty");
    auto const type = (*list.begin()).type();
    bool const texts_or_lists =
        type == simdjson::dom::element_type::STRING || type == simdjson::dom::element_type::ARRAY;
    if (!texts_or_lists) return check_tokens(list, place);
    std::size_t index = 0;
    for (auto const one : list) {
        if (auto const checked = check_one(one, type, {.parent = &place, .index = index++}); !checked) return checked;
    }
    return {};
}

Check check_settings(simdjson::dom::object object) {
    auto const format = given_text(object, {.name = "encoding_format"});
    if (!format) return std::unexpected{format.error()};
    if (!format->empty() && *format != "float" && *format != "base64") {
        return Place{.name = "encoding_format"}.refuse("expected float or base64");
    }
    if (auto const user = given_text(object, {.name = "user"}); !user) return std::unexpected{user.error()};
    auto const dimensions = given_member(object, "dimensions");
    if (!dimensions) return {};
    auto const count = read_integer(*dimensions, {.name = "dimensions"}, 1, most_dimensions);
    return count ? Check{} : std::unexpected{count.error()};
}

Result<std::string_view> read_model(simdjson::dom::object object) {
    Place const place{.name = "model"};
    auto const value = given_member(object, place.name);
    if (!value) return place.refuse("is missing; embeddings are not routed: name a model, GET /v1/models lists them");
    auto const model = read_text(*value, place);
    if (model && (model->empty() || model->size() > longest_model)) return place.refuse("expected the name of a model");
    return model;
}

RawChat raw_members(std::string_view body) {
    RawChat raw{.body = body};
    RawMembers members{body};
    for (RawMember member; members.next(member);) {
        if (!means(member.name, "model")) raw.members.push_back(member.whole);
    }
    return raw;
}

}  // namespace

Result<EmbeddingsRequest> read_embeddings_request(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return std::unexpected{document.error()};
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");
    auto const model = read_model(object);
    if (!model) return std::unexpected{model.error()};
    Place const place{.name = "input"};
    auto const input = given_member(object, place.name);
    if (!input) return place.refuse("is missing");
    if (auto const checked = check_input(*input, place); !checked) return std::unexpected{checked.error()};
    if (auto const checked = check_settings(object); !checked) return std::unexpected{checked.error()};

    EmbeddingsRequest request;
    request.context.model = *model;
    request.context.embeddings = true;
    request.context.max_output_tokens = 0;
    auto& options = request.context.options;
    options.strategy = Strategy::single;
    options.validate = false;
    options.cache = false;
    options.stream = StreamPolicy::off;
    request.raw = raw_members(body);
    return request;
}

}  // namespace signalbox::wire
