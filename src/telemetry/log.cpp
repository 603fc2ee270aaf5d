#include "telemetry/log.hpp"

#include "telemetry/log_line.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cmath>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t max_line = 4096;

std::shared_ptr<spdlog::logger> logger_to(spdlog::sink_ptr sink) {
    auto logger = std::make_shared<spdlog::logger>("signalbox", std::move(sink));
    logger->set_level(spdlog::level::trace);  // filtered by Log
    logger->set_pattern("%v");
    logger->set_error_handler([](std::string const&) {});
    return logger;
}

}  // namespace

Log::Log(LogLevel level) : level_{level}, logger_{logger_to(std::make_shared<spdlog::sinks::stderr_sink_mt>())} {}

Log::Log(LogLevel level, std::ostream& out)
    : level_{level}, logger_{logger_to(std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true))} {}

void Log::request(RequestLine const& line) {
    auto const level = line.status >= 500 ? LogLevel::warn : LogLevel::info;
    if (!enabled(level)) return;
    LogLine out{std::chrono::system_clock::now(), name(level)};
    out.text("event", "request").text("request_id", line.request_id).text("route", line.route);
    if (!line.key.empty()) out.text("key", line.key);
    out.number("status", std::int64_t{line.status});
    if (!line.model.empty()) out.text("model", line.model).number("attempts", std::int64_t{line.attempts});
    if (line.cost) out.number("cost_usd", line.cost->dollars());
    if (line.cache_hit) out.truth("cache", *line.cache_hit);
    if (!line.error.empty()) out.text("error", line.error);
    auto const ms = std::chrono::duration<double, std::milli>(line.took).count();
    out.number("ms", std::round(ms * 1000) / 1000);
    write(level, out.close());
}

void Log::note(LogLevel level, std::string_view event, Fields fields) {
    if (!enabled(level)) return;
    LogLine out{std::chrono::system_clock::now(), name(level)};
    out.text("event", event);
    for (auto const& [field, value] : fields) out.text(field, value);
    write(level, out.close());
}

void Log::write(LogLevel level, std::string_view line) {
    if (line.size() > max_line) return;
    logger_->log(level >= LogLevel::warn ? spdlog::level::warn : spdlog::level::info,
                 spdlog::string_view_t{line.data(), line.size()});
}

}  // namespace signalbox::telemetry
