#include "app/records.hpp"

#include "app/random_secret.hpp"

#include <chrono>

namespace signalbox::app {

std::unique_ptr<storage::RecordStore> open_records(RecordOptions const& options, TimePoint now, telemetry::Log& log) {
    auto const tell = [&log](std::string_view event, std::string const& detail) {
        log.note(telemetry::LogLevel::warn, event, {{"detail", detail}});
    };
    auto const complain = [&](std::string const& reason) {
        log.note(telemetry::LogLevel::warn, "records not kept",
                 {{"reason", reason}, {"effect", "what runs were is lost; GET /api/decisions answers 404"}});
        return nullptr;
    };
    if (options.file.empty()) return complain("records.file is not set, and neither HOME nor XDG_STATE_HOME is");
    auto const wall = std::chrono::system_clock::now().time_since_epoch();
    auto store = storage::RecordStore::open(
        {.file = options.file, .keep_days = options.keep_days, .max_queue = options.max_queue}, random_secret(),
        {.steady = now, .wall = std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()}, tell);
    if (!store) return complain(store.error().detail);
    return std::move(*store);
}

}  // namespace signalbox::app
