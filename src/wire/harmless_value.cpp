#include "wire/harmless_value.hpp"

#include <algorithm>

namespace signalbox::wire {

namespace {

using Element = simdjson::dom::element;

bool is_one_of(Element value, std::initializer_list<std::string_view> texts) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS && std::ranges::find(texts, text) != texts.end();
}

}  // namespace

std::unexpected<Error> nothing_like_it(Place const& place) {
    return place.refuse("this model's API has nothing like it; leave it out, or choose another model");
}

Result<void> require_nothing(Element value, Place const& place) {
    double number = 0;
    bool truth = false;
    simdjson::dom::object object;
    bool const nothing = (value.get(number) == simdjson::SUCCESS && number == 0) ||
                         (value.get(truth) == simdjson::SUCCESS && !truth) ||
                         (value.get(object) == simdjson::SUCCESS && object.size() == 0);
    return nothing ? Result<void>{} : nothing_like_it(place);
}

Result<void> require_one(Element value, Place const& place) {
    std::int64_t number = 0;
    return value.get(number) == simdjson::SUCCESS && number == 1 ? Result<void>{} : nothing_like_it(place);
}

Result<void> require_true(Element value, Place const& place) {
    bool truth = false;
    return value.get(truth) == simdjson::SUCCESS && truth ? Result<void>{} : nothing_like_it(place);
}

Result<void> require_text(Element value, Place const& place, std::initializer_list<std::string_view> harmless) {
    simdjson::dom::array list;
    bool fits = false;
    if (value.get(list) == simdjson::SUCCESS) {
        fits = std::ranges::all_of(list, [&](Element one) { return is_one_of(one, harmless); });
    } else {
        fits = is_one_of(value, harmless);
    }
    return fits ? Result<void>{} : nothing_like_it(place);
}

}  // namespace signalbox::wire
