#include "app/csv.hpp"

#include <gtest/gtest.h>

namespace signalbox::app {
namespace {

std::vector<std::vector<std::string>> read(std::string_view text) {
    CsvReader reader{text};
    std::vector<std::vector<std::string>> records;
    for (;;) {
        auto const record = reader.next();
        if (!record || record->empty()) return records;
        auto& cells = records.emplace_back();
        for (auto const& cell : *record) cells.push_back(cell.text);
    }
}
using Records = std::vector<std::vector<std::string>>;

TEST(Csv, DividesLinesIntoFields) { EXPECT_EQ(read("a,b\nc,\n"), (Records{{"a", "b"}, {"c", ""}})); }

TEST(Csv, TakesEverythingInsideQuotes) {
    EXPECT_EQ(read("\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",x"),
              (Records{{"a,b", "say \"hi\""}, {"two\nlines", "x"}}));
}

TEST(Csv, TakesTheLineEndsOfWindowsAndAByteOrderMark) {
    EXPECT_EQ(read("\xef\xbb\xbf"
                   "a,b\r\n\r\nc,d\r\n"),
              (Records{{"a", "b"}, {"c", "d"}}));
}

TEST(Csv, KnowsWhereEachFieldBegins) {
    CsvReader reader{"a\n\"x\ny\",bc,d"};
    static_cast<void>(reader.next());
    auto const record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->at(0).place, (Place{2, 1}));
    EXPECT_EQ(record->at(1).place, (Place{3, 4}));
    EXPECT_EQ(record->at(2).place, (Place{3, 7}));
}

TEST(Csv, RefusesAQuoteWithoutAnEnd) {
    CsvReader reader{"a,\"b\nc"};
    auto const record = reader.next();
    ASSERT_FALSE(record);
    EXPECT_EQ(record.error().place, (Place{1, 3}));
}

TEST(Csv, RefusesTextBehindAClosingQuote) {
    CsvReader reader{"\"a\"b,c"};
    EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace signalbox::app
