#include "storage/sqlite.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::storage {

namespace {

constexpr int busy_ms = 250;
constexpr int steps_between_looks = 10'000;

// SQLite would make the file by the umask.
bool make_private(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return false;
    bool const done = ::fchmod(file, 0600) == 0;
    ::close(file);
    return done;
}

std::unexpected<Error> failed(sqlite3* raw, std::string_view where) {
    if (sqlite3_errcode(raw) == SQLITE_INTERRUPT) {
        return fail(Errc::overloaded,
                    "reading the routing records took too long; ask for a shorter time with `since` "
                    "and `until`");
    }
    auto const code = sqlite3_errcode(raw);
    bool const damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return fail(damaged ? Errc::invalid_value : Errc::internal, std::string{where} + ": " + sqlite3_errmsg(raw));
}

int past(void* end) { return Clock::now() > *static_cast<TimePoint*>(end) ? 1 : 0; }

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
void Database::Close::operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }

void Statement::bind(int place, std::int64_t value) { sqlite3_bind_int64(raw_.get(), place, value); }
void Statement::bind(int place, double value) { sqlite3_bind_double(raw_.get(), place, value); }
void Statement::bind_null(int place) { sqlite3_bind_null(raw_.get(), place); }
void Statement::bind(int place, std::string_view text) {
    // An empty view may have no address, which would bind NULL.
    sqlite3_bind_text(raw_.get(), place, text.empty() ? "" : text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

Result<bool> Statement::step() {
    switch (sqlite3_step(raw_.get())) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            break;
    }
    auto* const raw = sqlite3_db_handle(raw_.get());
    auto const* const path = sqlite3_db_filename(raw, "main");
    return failed(raw, path == nullptr ? "" : path);
}

void Statement::reset() { sqlite3_reset(raw_.get()); }
bool Statement::is_null(int column) const { return sqlite3_column_type(raw_.get(), column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(raw_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(raw_.get(), column); }
std::string Statement::text(int column) const {
    auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(raw_.get(), column));
    return text == nullptr ? std::string{} : std::string(text, sqlite3_column_bytes(raw_.get(), column));
}

Database::Database(sqlite3* raw, std::string path) : raw_{raw}, path_{std::move(path)} {}

Result<Database> Database::open(std::string const& path, OpenMode mode) {
    if (mode == OpenMode::write && !make_private(path)) {
        return fail(Errc::internal, path + ": " + std::strerror(errno));
    }
    sqlite3* raw = nullptr;
    int const access = mode == OpenMode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int const code = sqlite3_open_v2(path.c_str(), &raw, access | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database{raw, path};
    if (code != SQLITE_OK) return fail(Errc::internal, path + ": " + sqlite3_errstr(code));
    sqlite3_busy_timeout(raw, busy_ms);
    return database;
}

Result<void> Database::run(char const* sql) {
    if (sqlite3_exec(raw_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return failed(raw_.get(), path_);
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    auto const code = sqlite3_prepare_v2(raw_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return failed(raw_.get(), path_);
    return Statement{statement};
}

Result<std::int64_t> Database::number(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return std::unexpected(std::move(statement.error()));
    auto const row = statement->step();
    if (!row) return std::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
}

std::int64_t Database::changes() const { return sqlite3_changes64(raw_.get()); }

void Database::limit_time(Duration most) {
    if (most == Duration::zero()) return sqlite3_progress_handler(raw_.get(), 0, nullptr, nullptr);
    limit_->end = Clock::now() + most;
    sqlite3_progress_handler(raw_.get(), steps_between_looks, past, &limit_->end);
}

}  // namespace signalbox::storage
