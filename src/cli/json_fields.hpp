#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::cli {

// Members of the API's JSON, as the terminal shows them: what is missing or of another type is
// simply not shown, because a newer server may speak differently.

[[nodiscard]] inline std::optional<simdjson::dom::element> member(simdjson::dom::element in, std::string_view key) {
    simdjson::dom::element found;
    if (in[key].get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
}

[[nodiscard]] inline std::string text_at(simdjson::dom::element in, std::string_view key) {
    std::string_view text;
    auto const found = member(in, key);
    if (!found || found->get(text) != simdjson::SUCCESS) return {};
    return std::string{text};
}

[[nodiscard]] inline std::optional<double> number_at(simdjson::dom::element in, std::string_view key) {
    double number = 0;
    auto const found = member(in, key);
    if (!found || found->get(number) != simdjson::SUCCESS) return std::nullopt;
    return number;
}

[[nodiscard]] inline std::int64_t count_at(simdjson::dom::element in, std::string_view key) {
    std::int64_t count = 0;
    auto const found = member(in, key);
    return found && found->get(count) == simdjson::SUCCESS ? count : 0;
}

[[nodiscard]] inline bool truth_at(simdjson::dom::element in, std::string_view key) {
    bool truth = false;
    auto const found = member(in, key);
    return found && found->get(truth) == simdjson::SUCCESS && truth;
}

// Calls `each` for the elements of an array; none when it is not one.
template <class Each>
void for_each_in(simdjson::dom::element in, std::string_view key, Each each) {
    simdjson::dom::array array;
    auto const found = member(in, key);
    if (!found || found->get(array) != simdjson::SUCCESS) return;
    for (auto const element : array) each(element);
}

}  // namespace signalbox::cli
