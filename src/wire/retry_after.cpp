#include "wire/openai_answer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace signalbox::wire {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t longest_s = 999'999;  // what six digits can say; a date says no more

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

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// The parts of a date as they stand in its text.
struct DateText {
    std::string_view day;
    std::string_view month;
    std::string_view year;  // four digits, or two
    std::string_view time;  // hh:mm:ss
};

// Two digits are the year next to now that they fit (RFC 9110, section 5.6.7).
int whole_year(int two_digits, std::int64_t wall_now_s) {
    using namespace std::chrono;
    auto const today = year_month_day{floor<days>(sys_seconds{seconds{wall_now_s}})};
    auto const this_year = static_cast<int>(today.year());
    auto const year = this_year / 100 * 100 + two_digits;
    return year > this_year + 50 ? year - 100 : year;
}

// The three forms that a recipient must understand:
//   Sun, 06 Nov 1994 08:49:37 GMT    Sunday, 06-Nov-94 08:49:37 GMT    Sun Nov  6 08:49:37 1994
std::optional<DateText> split_date(std::string_view text) {
    auto const comma = text.find(", ");
    if (comma == std::string_view::npos) {
        if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ')
            return std::nullopt;
        auto const day = text[8] == ' ' ? text.substr(9, 1) : text.substr(8, 2);
        return DateText{.day = day, .month = text.substr(4, 3), .year = text.substr(20), .time = text.substr(11, 8)};
    }
    auto const rest = text.substr(comma + 2);
    if (!rest.ends_with(" GMT")) return std::nullopt;
    if (comma == 3 && rest.size() == 24 && rest[2] == ' ' && rest[6] == ' ' && rest[11] == ' ')
        return DateText{rest.substr(0, 2), rest.substr(3, 3), rest.substr(7, 4), rest.substr(12, 8)};
    if (comma >= 6 && comma <= 9 && rest.size() == 22 && rest[2] == '-' && rest[6] == '-' && rest[9] == ' ')
        return DateText{rest.substr(0, 2), rest.substr(3, 3), rest.substr(7, 2), rest.substr(10, 8)};
    return std::nullopt;
}

// Seconds of the day, of "08:49:37".
std::optional<std::int64_t> read_time(std::string_view text) {
    if (text[2] != ':' || text[5] != ':') return std::nullopt;
    auto const hour = read_digits(text.substr(0, 2));
    auto const minute = read_digits(text.substr(3, 2));
    auto const second = read_digits(text.substr(6, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return *hour * 3600L + *minute * 60L + *second;
}

// Seconds since 1970.
std::optional<std::int64_t> read_date(std::string_view text, std::int64_t wall_now_s) {
    auto const parts = split_date(text);
    if (!parts) return std::nullopt;
    auto const day = read_digits(parts->day);
    auto const* const month = std::ranges::find(months, parts->month);
    auto year = read_digits(parts->year);
    auto const time = read_time(parts->time);
    if (!day || month == months.end() || !year || !time) return std::nullopt;
    if (parts->year.size() == 2) year = whole_year(*year, wall_now_s);
    using namespace std::chrono;
    year_month_day const date{std::chrono::year{*year},
                              std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    auto const midnight = sys_days{date}.time_since_epoch();
    return duration_cast<seconds>(midnight).count() + *time;
}

}  // namespace

std::optional<milliseconds> read_retry_after(std::string_view seconds_or_date, std::string_view ms,
                                             std::int64_t wall_now_s) {
    if (auto const exact = read_decimal(ms, 9)) return milliseconds{std::llround(*exact)};
    if (auto const seconds = read_decimal(seconds_or_date, 6)) return milliseconds{std::llround(*seconds * 1000)};
    if (wall_now_s <= 0) return std::nullopt;
    auto const date = read_date(seconds_or_date, wall_now_s);
    if (!date) return std::nullopt;
    return milliseconds{std::clamp<std::int64_t>(*date - wall_now_s, 0, longest_s) * 1000};
}

}  // namespace signalbox::wire
