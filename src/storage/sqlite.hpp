#pragma once

#include "core/error.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace signalbox::storage {

// One prepared statement. Parameters count from 1, columns from 0. Texts that are bound live until the next reset().
// Threads: those of its connection.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* raw) : raw_{raw} {}

    void bind(int place, std::int64_t value);
    void bind(int place, double value);
    void bind(int place, std::string_view text);
    void bind_null(int place);
    template <class T>
    void bind(int place, std::optional<T> const& value) {
        value ? bind(place, *value) : bind_null(place);
    }

    // True: there is a row; false: that was all. Errors: internal; overloaded when the time limit was passed.
    [[nodiscard]] Result<bool> step();
    void reset();
    // There is a statement.
    [[nodiscard]] bool ready() const { return raw_ != nullptr; }

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* raw) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> raw_;
};

enum class OpenMode : std::uint8_t { read_only, write };

// A connection to one database file. Errors: internal, with path and SQLite's reason; invalid_value likewise when the
// file is damaged or no database.
// Threads: one at a time.
class Database {
public:
    // `write` makes the file, mode 0600, when there is none.
    [[nodiscard]] static Result<Database> open(std::string const& path, OpenMode mode);

    [[nodiscard]] Result<void> run(char const* sql);
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    // The single number that a query gives.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql);
    [[nodiscard]] std::int64_t changes() const;
    // What runs from now on is interrupted when so much time has passed; zero: never.
    void limit_time(Duration most);

private:
    struct Close {
        void operator()(sqlite3* raw) const;
    };
    struct Limit {
        TimePoint end{};
    };
    Database(sqlite3* raw, std::string path);
    std::unique_ptr<sqlite3, Close> raw_;
    std::string path_;
    std::unique_ptr<Limit> limit_ = std::make_unique<Limit>();
};

}  // namespace signalbox::storage
