#include "telemetry/log_line.hpp"

#include <array>
#include <charconv>
#include <ctime>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t max_value = 512;

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> text{};
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

std::string stamp(std::chrono::system_clock::time_point now) {
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    auto const seconds = static_cast<std::time_t>(ms / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    std::string out(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc));
    auto const rest = std::to_string(1000 + ms % 1000);
    return out.append(".").append(rest, 1).append("Z");
}

}  // namespace

LogLine::LogLine(std::chrono::system_clock::time_point now, std::string_view level) {
    line_.reserve(256);
    line_ = "{\"ts\":\"" + stamp(now) + "\"";
    text("level", level);
}

LogLine& LogLine::text(std::string_view name, std::string_view value) {
    key(name);
    quoted(value.substr(0, max_value));
    return *this;
}

LogLine& LogLine::number(std::string_view name, std::int64_t value) {
    key(name);
    append_number(line_, value);
    return *this;
}

LogLine& LogLine::number(std::string_view name, double value) {
    key(name);
    append_number(line_, value);
    return *this;
}

LogLine& LogLine::truth(std::string_view name, bool value) {
    key(name);
    line_ += value ? "true" : "false";
    return *this;
}

std::string_view LogLine::close() {
    line_.push_back('}');
    return line_;
}

void LogLine::key(std::string_view name) {
    line_.push_back(',');
    quoted(name);
    line_.push_back(':');
}

void LogLine::quoted(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    line_.push_back('"');
    for (char const c : value) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f) {
            line_.append("\\u00").append(1, digits[byte >> 4]).append(1, digits[byte & 15U]);
            continue;
        }
        if (c == '"' || c == '\\') line_.push_back('\\');
        line_.push_back(c);
    }
    line_.push_back('"');
}

}  // namespace signalbox::telemetry
