#include "cli/table.hpp"

#include <algorithm>

namespace signalbox::cli {

void Table::add(std::vector<std::string> cells) {
    for (auto& cell : cells) cell = harmless(cell);
    rows_.push_back(std::move(cells));
}

std::string Table::line(std::vector<std::string> const& cells, std::vector<std::size_t> const& widths) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string const padding(widths[i] - columns(cells[i]), ' ');
        if (i > 0) text += "  ";
        text += columns_[i].align == Align::left ? cells[i] + padding : padding + cells[i];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string Table::text(Terminal const& terminal, std::size_t indent) const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (auto const& column : columns_) {
        titles.push_back(column.title);
        widths.push_back(columns(column.title));
    }
    for (auto const& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
    }
    std::string const margin(indent, ' ');
    auto out = margin + painted(terminal, Colour::dim, line(titles, widths)) + "\n";
    for (auto const& row : rows_) out += margin + line(row, widths) + "\n";
    return out;
}

}  // namespace signalbox::cli
