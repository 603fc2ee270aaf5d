#include "wire/feedback_request.hpp"

#include "wire/json_field.hpp"

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;

Result<std::string_view> read_id(Element value, Place const& place) {
    auto const text = read_text(value, place);
    if (text && text->empty()) return place.refuse("expected the id of a request, as x-request-id told it");
    return text;
}

Result<double> read_score(Element value, Place const& place) {
    auto const score = read_number(value, place, 0, 1);
    if (score) return score;
    return place.refuse("expected a number from 0 (useless) to 1 (perfect); divide marks out of ten by ten");
}

Result<void> read_member(Element value, Place const& place, FeedbackRequest& request) {
    auto const take = [](auto read, auto& into) -> Result<void> {
        if (!read) return std::unexpected{std::move(read.error())};
        into = *read;
        return {};
    };
    if (place.name == "requestId") return take(read_id(value, place), request.request_id);
    if (place.name == "score") return take(read_score(value, place), request.score);
    if (place.name == "preferredOver") return take(read_id(value, place), request.preferred_over);
    return place.refuse("is unknown");
}

}  // namespace

Result<FeedbackRequest> read_feedback(std::string_view body, JsonReader& reader) {
    auto const document = reader.parse(body);
    if (!document) return std::unexpected{document.error()};
    simdjson::dom::object object;
    if (document->get(object) != simdjson::SUCCESS) return fail(Errc::invalid_value, "the body: expected an object");

    FeedbackRequest request;
    for (auto const [name, value] : object) {
        if (auto read = read_member(value, Place{.name = name}, request); !read) {
            return std::unexpected{std::move(read.error())};
        }
    }
    if (request.request_id.empty()) return Place{.name = "requestId"}.refuse("is missing");
    if (request.score && request.preferred_over) {
        return Place{.name = "preferredOver"}.refuse("cannot stand beside score");
    }
    if (!request.score && !request.preferred_over) {
        return Place{.name = "score"}.refuse("is missing; send a number from 0 to 1, or preferredOver");
    }
    if (request.preferred_over == request.request_id) {
        return Place{.name = "preferredOver"}.refuse("expected the id of another request than requestId");
    }
    return request;
}

}  // namespace signalbox::wire
