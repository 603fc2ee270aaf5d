#pragma once

#include "core/keyed_hash.hpp"
#include "pipeline/decision_log.hpp"
#include "storage/sqlite.hpp"

// Questions about records, put to the file. Errors: those of Statement.
namespace signalbox::storage {

[[nodiscard]] Result<RecordPage> find_records(Database& database, RecordQuery const& query,
                                              KeyedHash::Key const& secret);
[[nodiscard]] Result<RecordAnalytics> sum_records(Database& database, RecordQuery const& query,
                                                  KeyedHash::Key const& secret);

}  // namespace signalbox::storage
