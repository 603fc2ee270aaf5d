#include "cli/figures.hpp"

#include <cmath>
#include <cstdio>

namespace signalbox::cli {

namespace {

std::string formatted(char const* format, double number) {
    char text[64];
    std::snprintf(text, sizeof text, format, number);
    return text;
}

// "1.500" -> "1.5", "2.000" -> "2"
std::string without_zeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

std::string dollars_text(std::optional<double> dollars) {
    if (!dollars) return "unknown";
    if (*dollars == 0) return "$0";
    return "$" + (*dollars < 0.01 ? without_zeros(formatted("%.6f", *dollars)) : formatted("%.2f", *dollars));
}

std::string time_text(double ms) {
    if (ms < 1'000) return formatted("%.0f ms", ms);
    if (ms < 60'000) return formatted("%.1f s", ms / 1'000);
    auto const seconds = static_cast<int>(std::lround(ms / 1'000));
    char text[32];
    std::snprintf(text, sizeof text, "%dm %02ds", seconds / 60, seconds % 60);
    return text;
}

std::string score_text(double score) { return without_zeros(formatted("%.1f", score)); }

std::string fraction_text(double value) { return formatted("%.2f", value); }

std::string count_text(std::int64_t count) {
    auto const number = static_cast<double>(count);
    if (count < 10'000) return std::to_string(count);
    if (count < 1'000'000) return formatted("%.0fk", number / 1'000);
    return without_zeros(formatted("%.2f", number / 1'000'000)) + "M";
}

}  // namespace signalbox::cli
