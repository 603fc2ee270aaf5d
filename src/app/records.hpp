#pragma once

#include "app/record_options.hpp"
#include "core/time.hpp"
#include "storage/record_store.hpp"
#include "telemetry/log.hpp"

#include <memory>

namespace signalbox::app {

// Opens the file of routing records. Null when it cannot be had: that is said in the log, and all goes on without.
// `log` outlives the store.
[[nodiscard]] std::unique_ptr<storage::RecordStore> open_records(RecordOptions const& options, TimePoint now,
                                                                 telemetry::Log& log);

}  // namespace signalbox::app
