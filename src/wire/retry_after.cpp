#include "wire/openai_answer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace signalbox::wire {

namespace {

using std::chrono::milliseconds;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// `digits` or `digits.digits`, at most `most_digits` before the point.
std::optional<double> read_decimal(std::string_view text, std::size_t most_digits) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto const part = point == std::string_view::npos ? std::string_view{"0"} : text.substr(point + 1);
    if (whole.empty() || whole.size() > most_digits || part.empty() || part.size() > 9) return std::nullopt;
    if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(part, is_digit)) return std::nullopt;
    double number = 0;
    for (auto const digit : whole) number = number * 10 + (digit - '0');
    double scale = 1;
    for (auto const digit : part) number += (digit - '0') * (scale /= 10);
    return number;
}

std::optional<int> read_digits(std::string_view text) {
    if (!std::ranges::all_of(text, is_digit)) return std::nullopt;
    int number = 0;
    for (auto const digit : text) number = number * 10 + (digit - '0');
    return number;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that may be sent today (RFC 9110, section 5.6.7).
std::optional<std::int64_t> read_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
        text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") {
        return std::nullopt;
    }
    auto const day = read_digits(text.substr(5, 2));
    auto const* const month = std::ranges::find(months, text.substr(8, 3));
    auto const year = read_digits(text.substr(12, 4));
    auto const hour = read_digits(text.substr(17, 2));
    auto const minute = read_digits(text.substr(20, 2));
    auto const second = read_digits(text.substr(23, 2));
    if (!day || month == months.end() || !year || !hour || !minute || !second) return std::nullopt;
    using namespace std::chrono;
    year_month_day const date{std::chrono::year{*year},
                              std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    auto const days = sys_days{date}.time_since_epoch();
    return duration_cast<seconds>(days).count() + *hour * 3600L + *minute * 60L + *second;
}

}  // namespace

std::optional<milliseconds> read_retry_after(std::string_view seconds_or_date, std::string_view ms,
                                             std::int64_t wall_now_s) {
    if (auto const exact = read_decimal(ms, 9)) return milliseconds{std::llround(*exact)};
    if (auto const seconds = read_decimal(seconds_or_date, 6)) return milliseconds{std::llround(*seconds * 1000)};
    if (wall_now_s <= 0) return std::nullopt;
    auto const date = read_date(seconds_or_date);
    if (!date) return std::nullopt;
    return milliseconds{std::max<std::int64_t>(0, *date - wall_now_s) * 1000};
}

}  // namespace signalbox::wire
