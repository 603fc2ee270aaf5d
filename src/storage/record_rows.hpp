#pragma once

#include "pipeline/routing_record.hpp"
#include "storage/sqlite.hpp"

namespace signalbox::storage {

// Writes a record as a row of `decisions`; one that is there already stays as it is.
[[nodiscard]] Result<Statement> prepare_insert(Database& database);
// Errors: those of Statement::step().
[[nodiscard]] Result<void> insert(Statement& statement, RoutingRecord const& record);

// What somebody said of a run, in its row; nothing happens where there is none.
[[nodiscard]] Result<Statement> prepare_rating(Database& database);
// Errors: those of Statement::step().
[[nodiscard]] Result<void> rate(Statement& statement, RunId const& run, std::optional<double> feedback);

// The columns that read_row() reads, for a SELECT.
[[nodiscard]] std::string record_columns();
[[nodiscard]] RoutingRecord read_row(Statement const& row);

// 32 hexadecimal digits, as ids are told to clients.
[[nodiscard]] std::string id_text(RunId const& id);

}  // namespace signalbox::storage
