#include "figures.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace load {

void Durations::add(std::int64_t nanoseconds) {
    if (tens_.size() >= limit) return;
    auto const tens = std::clamp<std::int64_t>(nanoseconds / 10, 0, UINT32_MAX);
    tens_.push_back(static_cast<std::uint32_t>(tens));
}

std::string Durations::json() {
    if (tens_.empty()) return "null";
    std::ranges::sort(tens_);
    auto const at = [this](double share) {
        auto const place = static_cast<std::size_t>(share * static_cast<double>(tens_.size()));
        return static_cast<double>(tens_[std::min(place, tens_.size() - 1)]) / 100.0;
    };
    std::array<char, 200> out{};
    std::snprintf(out.data(), out.size(), R"({"count":%zu,"p50":%.1f,"p90":%.1f,"p99":%.1f,"p999":%.1f,"max":%.1f})",
                  tens_.size(), at(0.5), at(0.9), at(0.99), at(0.999), at(1.0));
    return out.data();
}

void Figures::error(std::string_view what) {
    ++errors;
    if (first_error.empty()) first_error.assign(what.substr(0, 300));
}

std::string Figures::json() {
    std::string quoted;
    for (char const c : first_error)
        quoted.push_back(c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 ? '\'' : c);
    std::array<char, 400> out{};
    std::snprintf(out.data(), out.size(),
                  R"({"requests":%llu,"errors":%llu,"events":%llu,"reconnects":%llu,"seconds":%.4f,"per_second":%.1f,)",
                  static_cast<unsigned long long>(requests), static_cast<unsigned long long>(errors),
                  static_cast<unsigned long long>(events), static_cast<unsigned long long>(reconnects), seconds,
                  seconds > 0 ? static_cast<double>(requests) / seconds : 0.0);
    return std::string{out.data()} + "\"first_error\":\"" + quoted + "\",\"whole_us\":" + whole.json() +
           ",\"first_us\":" + first.json() + ",\"gap_us\":" + gaps.json() + ",\"travel_us\":" + travel.json() + "}\n";
}

}  // namespace load
