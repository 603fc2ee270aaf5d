#include "app/csv.hpp"

namespace signalbox::app {

CsvReader::CsvReader(std::string_view text) : text_{text} {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

Place CsvReader::place() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }

bool CsvReader::at_line_end() const { return text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"); }

void CsvReader::skip_line_end() {
    at_ += text_[at_] == '\r' ? 2 : 1;
    line_start_ = at_;
    ++line_;
}

std::expected<void, Problem> CsvReader::quoted(CsvCell& cell) {
    for (++at_; !at_end(); ++at_) {
        if (text_[at_] == '"') {
            if (!text_.substr(at_).starts_with("\"\"")) {
                ++at_;
                return {};
            }
            ++at_;
        }
        cell.text.push_back(text_[at_]);
        if (text_[at_] == '\n') {
            line_start_ = at_ + 1;
            ++line_;
        }
    }
    return std::unexpected(Problem{cell.place, "", "this quote is never closed; double the quotes inside a field"});
}

std::expected<CsvCell, Problem> CsvReader::cell() {
    CsvCell cell{.place = place()};
    if (!at_end() && text_[at_] == '"') {
        if (auto const closed = quoted(cell); !closed) return std::unexpected(closed.error());
        if (at_end() || text_[at_] == ',' || at_line_end()) return cell;
        return std::unexpected(Problem{place(), "", "text behind a closing quote; double the quotes inside a field"});
    }
    while (!at_end() && text_[at_] != ',' && !at_line_end()) cell.text.push_back(text_[at_++]);
    return cell;
}

std::expected<std::vector<CsvCell>, Problem> CsvReader::next() {
    while (!at_end() && at_line_end()) skip_line_end();
    std::vector<CsvCell> record;
    if (at_end()) return record;
    for (;;) {
        auto found = cell();
        if (!found) return std::unexpected(found.error());
        record.push_back(std::move(*found));
        if (at_end()) return record;
        if (text_[at_] != ',') break;
        ++at_;
    }
    skip_line_end();
    return record;
}

}  // namespace signalbox::app
