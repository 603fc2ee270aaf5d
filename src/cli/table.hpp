#pragma once

#include "cli/terminal.hpp"

#include <string>
#include <vector>

namespace signalbox::cli {

// Rows in aligned columns, two spaces apart, the first row as a heading.
class Table {
public:
    enum class Align : unsigned char { left, right };
    struct Column {
        std::string title;
        Align align = Align::left;
    };
    explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

    // REQUIRES: one cell for each column.
    void add(std::vector<std::string> cells);
    // Each line indented by `indent` spaces; no spaces at the ends of lines.
    [[nodiscard]] std::string text(Terminal const& terminal, std::size_t indent = 0) const;

private:
    [[nodiscard]] std::string line(std::vector<std::string> const& cells, std::vector<std::size_t> const& widths) const;
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace signalbox::cli
