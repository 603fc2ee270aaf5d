#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::telemetry {

// Builds one line of the log: a flat JSON object. (The wire room's writer is out of reach from
// here, and a log needs no more than this.) Values are cut at 512 bytes; bytes outside printable
// ASCII become \u00XX, so that a line is always one line and valid JSON.
class LogLine {
public:
    // Begins with the time ("2026-11-24T16:50:00.123Z") and the level.
    LogLine(std::chrono::system_clock::time_point now, std::string_view level);

    LogLine& text(std::string_view name, std::string_view value);
    LogLine& number(std::string_view name, std::int64_t value);
    LogLine& number(std::string_view name, double value);
    LogLine& truth(std::string_view name, bool value);
    // The finished line, without a newline.
    [[nodiscard]] std::string_view close();

private:
    void key(std::string_view name);
    void quoted(std::string_view value);
    std::string line_;
};

}  // namespace signalbox::telemetry
