#pragma once

#include "app/csv.hpp"
#include "app/problems.hpp"
#include "core/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

// A CSV file with a row of column names, read into cells; collects what is wrong with it.
// Invariant: every row has one cell for each column.
class CsvTable {
public:
    CsvTable(std::string_view text, std::string file);

    using Row = std::vector<CsvCell>;
    [[nodiscard]] Row const& columns() const { return columns_; }
    [[nodiscard]] std::vector<Row> const& rows() const { return rows_; }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
    // The same; its absence is a mistake of the file.
    [[nodiscard]] std::size_t require(std::string_view column, std::string_view meaning);

    // The number in a cell, from `least` to `most`. Anything else is a mistake, and 0.
    [[nodiscard]] double number(Row const& row, std::size_t column, double least, double most);
    void complain(CsvCell const& where, std::string_view column, std::string what);
    void complain(std::string what) { problems_.add({{}, "", std::move(what)}); }

    [[nodiscard]] bool good() const { return problems_.none(); }
    [[nodiscard]] Error error() const { return problems_.error(); }

private:
    void read(std::string_view text);
    void check_names();

    Problems problems_;
    Row columns_;
    std::vector<Row> rows_;
};

}  // namespace signalbox::app
