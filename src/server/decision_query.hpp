#pragma once

#include "pipeline/decision_log.hpp"
#include "server/exchange.hpp"

#include <string_view>

namespace signalbox::server {

// What a request for records asks: its filters, and whose records its key may see (an admin's: all; without keys all).
// Errors: invalid_value with the parameter and what would be right.
[[nodiscard]] Result<RecordQuery> read_decision_query(Exchange const& exchange);
// The same for GET /api/analytics, which takes `since` and `until` alone.
[[nodiscard]] Result<RecordQuery> read_analytics_query(Exchange const& exchange);
// For one record.
[[nodiscard]] Result<RecordQuery> query_of_run(Exchange const& exchange, std::string_view id);

}  // namespace signalbox::server
