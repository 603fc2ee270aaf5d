#include "app/csv_table.hpp"

#include "app/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace signalbox::app {

namespace {

constexpr std::size_t most_shown = 40;  // bytes of a cell in a message: a number was expected there

std::string shown(std::string_view text) {
    if (text.empty()) return "nothing";
    bool const whole = text.size() <= most_shown && text.find('\n') == std::string_view::npos;
    return whole ? "\"" + std::string{text} + "\"" : "a longer text";
}

std::string number_text(double number) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

// As the configuration spells numbers, and as programs print them: "1.00e-05", "-0.5".
std::optional<double> read_value(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const plain = text.find_first_not_of("+-0123456789.eE") == std::string_view::npos;
    if (error != std::errc{} || end != text.data() + text.size() || !plain) return std::nullopt;
    return value;
}

std::string range_text(double least, double most) {
    constexpr double no_end = 1e300;
    if (least <= -no_end) return "a number";
    if (most >= no_end) return "a number from " + number_text(least) + " on";
    return "a number from " + number_text(least) + " to " + number_text(most);
}

}  // namespace

CsvTable::CsvTable(std::string_view text, std::string file) : problems_{std::move(file)} { read(text); }

void CsvTable::read(std::string_view text) {
    CsvReader reader{text};
    while (!problems_.full()) {
        auto record = reader.next();
        if (!record) return problems_.add(record.error());
        if (record->empty()) break;
        if (columns_.empty()) {
            columns_ = std::move(*record);
            check_names();
            continue;
        }
        if (record->size() == columns_.size()) {
            rows_.push_back(std::move(*record));
            continue;
        }
        problems_.add({record->front().place, "",
                       "expected " + std::to_string(columns_.size()) + " fields as in the first line, found " +
                           std::to_string(record->size()) + "; put fields with commas or line ends in double quotes"});
    }
    if (columns_.empty()) return complain("the file is empty; the first line names the columns");
    if (rows_.empty() && good()) complain("there are no rows under the names of the columns");
}

void CsvTable::check_names() {
    std::set<std::string_view> seen;
    for (auto const& column : columns_) {
        if (!seen.insert(column.text).second) complain(column, column.text, "this column is there twice");
    }
}

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
    auto const found = std::ranges::find(columns_, column, &CsvCell::text);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

std::size_t CsvTable::require(std::string_view column, std::string_view meaning) {
    if (auto const found = find(column)) return *found;
    if (!columns_.empty()) {
        std::string message = "the column \"";
        message.append(column).append("\" is missing (").append(meaning).append("); name it in the first line");
        problems_.add({columns_.front().place, "", std::move(message)});
    }
    return 0;
}

double CsvTable::number(Row const& row, std::size_t column, double least, double most) {
    auto const& cell = row[column];
    auto const value = read_value(cell.text);
    if (value && *value >= least && *value <= most) return *value;
    complain(cell, columns_[column].text, "expected " + range_text(least, most) + ", found " + shown(cell.text));
    return 0;
}

void CsvTable::complain(CsvCell const& where, std::string_view column, std::string what) {
    problems_.add({where.place, std::string{column}, std::move(what)});
}

}  // namespace signalbox::app
