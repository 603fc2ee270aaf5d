#include "wire/json_field.hpp"

#include <charconv>
#include <limits>

namespace signalbox::wire {

namespace {

std::string number_text(double number) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed);
    return {text, end.ptr};
}

std::string range(std::string_view what, double least, double most) {
    auto text = std::string{what};
    if (most >= static_cast<double>(std::numeric_limits<std::int64_t>::max()))
        return text + " from " + number_text(least);
    return text + " from " + number_text(least) + " to " + number_text(most);
}

}  // namespace

std::string Place::text() const {
    std::string text;
    for (auto const* at = this; at != nullptr; at = at->parent) {
        if (!text.empty() && text.front() != '[') text.insert(0, ".");
        if (at->name.empty()) {
            text.insert(0, "[" + std::to_string(at->index) + "]");
        } else {
            text.insert(0, at->name.substr(0, 128));
        }
    }
    return text;
}

std::unexpected<Error> Place::refuse(std::string_view why) const {
    auto where = text();
    auto detail = where + ": " + std::string{why};
    return fail(Errc::invalid_value, std::move(detail), std::move(where));
}

Result<std::string_view> read_text(simdjson::dom::element value, Place const& place) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return place.refuse("expected a string");
    return text;
}

Result<bool> read_truth(simdjson::dom::element value, Place const& place) {
    bool truth = false;
    if (value.get(truth) != simdjson::SUCCESS) return place.refuse("expected true or false");
    return truth;
}

Result<std::int64_t> read_integer(simdjson::dom::element value, Place const& place, std::int64_t least,
                                  std::int64_t most) {
    std::int64_t number = 0;
    if (!value.is_int64() || value.get(number) != simdjson::SUCCESS || number < least || number > most) {
        return place.refuse(range("expected a whole number", static_cast<double>(least), static_cast<double>(most)));
    }
    return number;
}

Result<double> read_number(simdjson::dom::element value, Place const& place, double least, double most) {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS || !(number >= least && number <= most)) {
        return place.refuse(range("expected a number", least, most));
    }
    return number;
}

Result<simdjson::dom::array> read_list(simdjson::dom::element value, Place const& place) {
    simdjson::dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return place.refuse("expected a list");
    return list;
}

Result<simdjson::dom::object> read_object(simdjson::dom::element value, Place const& place) {
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return place.refuse("expected an object");
    return object;
}

}  // namespace signalbox::wire
