#pragma once

#include "app/yaml_document.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::app {

struct CsvCell {
    std::string text;
    Place place;  // where it begins; the column counts bytes
};

// Comma-separated values, a record at a time (RFC 4180: fields in double quotes may hold commas, line ends and doubled
// quotes). Line ends are LF or CRLF; a byte order mark and empty lines are skipped.
class CsvReader {
public:
    explicit CsvReader(std::string_view text);  // which outlives it

    // The next record; empty at the end. Errors: a quote that is never closed, or text right behind one.
    [[nodiscard]] std::expected<std::vector<CsvCell>, Problem> next();

private:
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] bool at_line_end() const;
    void skip_line_end();
    [[nodiscard]] std::expected<CsvCell, Problem> cell();
    [[nodiscard]] std::expected<void, Problem> quoted(CsvCell& cell);
    [[nodiscard]] Place place() const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
};

}  // namespace signalbox::app
