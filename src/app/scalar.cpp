#include "app/scalar.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

namespace signalbox::app {

namespace {

template <class Number>
std::optional<Number> read_all(std::string_view text) {
    Number number{};
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

// "007" is 7 to people and an octal number to YAML 1.1: neither is guessed.
bool has_leading_zero(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9';
}

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

// The number in front of one of `units`, times its factor; at most `most`.
std::optional<std::int64_t> read_with_unit(std::string_view text, auto const& units, std::int64_t most) {
    auto const digits = text.find_first_not_of("0123456789");
    auto const number = read_integer(text.substr(0, digits));
    auto const unit = digits == std::string_view::npos ? std::string_view{} : text.substr(digits);
    if (!number || *number < 0) return std::nullopt;
    for (auto const& [name, factor] : units) {
        if (name == unit) return *number > most / factor ? std::nullopt : std::optional{*number * factor};
    }
    return std::nullopt;
}

constexpr std::array<Unit, 5> time_units{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<Unit, 4> size_units{{{"", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};

}  // namespace

std::optional<std::int64_t> read_integer(std::string_view text) {
    return has_leading_zero(text) ? std::nullopt : read_all<std::int64_t>(text);
}

std::optional<double> read_number(std::string_view text) {
    if (has_leading_zero(text) || text.find_first_not_of("-0123456789.e") != std::string_view::npos)
        return std::nullopt;
    auto const number = read_all<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<Duration> read_duration(std::string_view text) {
    constexpr std::int64_t ten_years = 3'650LL * 86'400'000;
    auto const count = read_with_unit(text, time_units, ten_years);
    if (!count) return std::nullopt;
    return milliseconds{*count};
}

std::optional<std::int64_t> read_size(std::string_view text) {
    return read_with_unit(text, size_units, std::int64_t{1} << 50);
}

std::string duration_text(Duration duration) {
    auto const count = std::chrono::duration_cast<milliseconds>(duration).count();
    for (auto unit = time_units.rbegin(); unit != time_units.rend(); ++unit) {
        if (count != 0 && count % unit->factor == 0)
            return std::to_string(count / unit->factor) + std::string{unit->name};
    }
    return std::to_string(count) + "ms";
}

}  // namespace signalbox::app
