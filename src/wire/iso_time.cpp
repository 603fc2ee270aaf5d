#include "wire/iso_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace signalbox::wire {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_time;
using std::chrono::year_month_day;

std::optional<int> digits(std::string_view text) {
    bool const good = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    int value = 0;
    if (!good || text.empty()) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<std::int64_t> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return sys_time<milliseconds>{std::chrono::sys_days{date}}.time_since_epoch().count();
}

// "13:05:00", with or without ".250".
std::optional<std::int64_t> read_clock(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    auto const hour = digits(text.substr(0, 2));
    auto const minute = digits(text.substr(3, 2));
    auto const second = digits(text.substr(6, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    auto const whole = ((*hour * 60LL + *minute) * 60 + *second) * 1000;
    if (text.size() == 8) return whole;
    if (text.size() != 12 || text[8] != '.') return std::nullopt;
    auto const fraction = digits(text.substr(9));
    return fraction ? std::optional{whole + *fraction} : std::nullopt;
}

// Appends `value` with zeros in front.
void pad(std::string& out, std::int64_t value, std::size_t width) {
    auto const text = std::to_string(value);
    out.append(width - std::min(width, text.size()), '0').append(text);
}

}  // namespace

std::optional<std::int64_t> read_iso_time(std::string_view text) {
    if (text.size() == 10) return read_date(text);
    if (text.size() < 20 || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
    auto const date = read_date(text.substr(0, 10));
    auto const clock = read_clock(text.substr(11, text.size() - 12));
    return date && clock ? std::optional{*date + *clock} : std::nullopt;
}

std::string iso_time(std::int64_t count) {
    sys_time<milliseconds> const moment{milliseconds{count}};
    auto const day = std::chrono::floor<days>(moment);
    year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{moment - day};
    std::string out;
    pad(out, int{date.year()}, 4);
    for (auto const part : {unsigned{date.month()}, unsigned{date.day()}}) pad(out += '-', part, 2);
    char mark = 'T';
    for (auto const part : {clock.hours().count(), clock.minutes().count(), clock.seconds().count()}) {
        pad(out += mark, part, 2);
        mark = ':';
    }
    pad(out += '.', clock.subseconds().count(), 3);
    return out += 'Z';
}

}  // namespace signalbox::wire
