#include "wire/embeddings_answer.hpp"

#include "wire/openai_fields.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::provider_protocol, "the provider's answer is not a list of embeddings: " + std::string{why});
}

}  // namespace

Result<Usage> read_embeddings_usage(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return broken("it is no strict JSON");
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return broken("it is no object");
    if (Element error; object.at_key("error").get(error) == simdjson::SUCCESS && !error.is_null()) {
        return std::unexpected{classify_error(200, error)};
    }
    if (!object.at_key("data").is_array()) return broken("it has no data");
    Element usage;
    if (object.at_key("usage").get(usage) != simdjson::SUCCESS) return Usage{};
    return read_usage(usage).value_or(Usage{});
}

}  // namespace signalbox::wire
