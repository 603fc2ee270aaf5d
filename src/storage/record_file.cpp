#include "storage/record_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::storage {

namespace {

constexpr auto check_time = std::chrono::seconds{1};

// The steps from one schema to the next; a new one is added at the end and record_schema counted up.
constexpr std::array<char const*, record_schema> migrations{
    R"sql(
CREATE TABLE decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  party INTEGER NOT NULL,
  message INTEGER NOT NULL,
  message_bytes INTEGER NOT NULL,
  prompt_bytes INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  category TEXT NOT NULL,
  complexity INTEGER NOT NULL,
  difficulty REAL NOT NULL,
  need REAL NOT NULL,
  confidence REAL NOT NULL,
  capabilities INTEGER NOT NULL,
  input_estimate INTEGER NOT NULL,
  output_estimate INTEGER NOT NULL,
  inherited INTEGER NOT NULL,
  reviewed INTEGER NOT NULL,
  quality REAL NOT NULL,
  needs INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  weights INTEGER NOT NULL,
  primary_model TEXT NOT NULL,
  model TEXT NOT NULL,
  strategy TEXT NOT NULL,
  cached INTEGER NOT NULL,
  direct INTEGER NOT NULL,
  fast_path INTEGER NOT NULL,
  validated INTEGER NOT NULL,
  explored REAL NOT NULL,
  outcome TEXT NOT NULL,
  error TEXT NOT NULL,
  score REAL,
  retries INTEGER NOT NULL,
  cost INTEGER,
  strongest TEXT NOT NULL,
  strongest_cost INTEGER,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  first_token_ms REAL,
  total_ms REAL NOT NULL,
  attempts TEXT NOT NULL,
  candidates TEXT NOT NULL,
  arm TEXT
);
CREATE INDEX decisions_at ON decisions (at);
CREATE INDEX decisions_party ON decisions (party, at) WHERE party <> 0;
)sql",
    "ALTER TABLE decisions ADD COLUMN feedback REAL;"};

std::unexpected<Error> failed(std::string const& path, std::string const& why) {
    return fail(Errc::internal, path + ": " + why);
}

int open_private(std::string const& path) {
    return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

Result<int> locked(std::string const& path) {
    int const file = open_private(path + ".lock");
    if (file < 0) return failed(path + ".lock", std::strerror(errno));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    auto const why = errno == EWOULDBLOCK ? std::string{"another process has it"} : std::strerror(errno);
    ::close(file);
    return failed(path, why);
}

// Reads the key, or writes the fresh one where there is none.
Result<KeyedHash::Key> key_beside(std::string const& path, KeyedHash::Key const& fresh) {
    auto const name = path + ".key";
    int const file = open_private(name);
    if (file < 0) return failed(name, std::strerror(errno));
    KeyedHash::Key key{};
    auto const got = ::read(file, key.data(), sizeof key);
    bool good = got == sizeof key;
    if (got == 0) {
        key = fresh;
        good = ::write(file, key.data(), sizeof key) == sizeof key && ::fsync(file) == 0;
    }
    good = ::fchmod(file, 0600) == 0 && good;
    ::close(file);
    if (good) return key;
    return failed(name, "does not hold 16 bytes; remove it, and keys no longer see their older records");
}

// The database, its log and its index are one thing.
Result<std::string> set_aside(std::string const& path) {
    std::error_code ec;
    auto const stem = path + ".unreadable-" + std::to_string(std::time(nullptr));
    auto name = stem;
    for (int i = 2; std::filesystem::exists(name, ec); ++i) name = stem + "-" + std::to_string(i);
    for (auto const* part : {"-wal", "-shm", ""}) {
        if (!std::filesystem::exists(path + part, ec)) continue;
        std::filesystem::rename(path + part, name + part, ec);
        if (ec) return failed(path, "cannot be set aside: " + ec.message());
    }
    return name;
}

// What damage is; other errors (no memory, no rights, a busy disk) say nothing of the file.
Result<std::string> damage_or(Error error) {
    if (error.code == Errc::invalid_value) return std::move(error.detail);
    return std::unexpected(std::move(error));
}

// Whether it is whole. Empty: as far as one second of looking tells.
Result<std::string> damage_of(Database& database) {
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) return damage_or(std::move(check.error()));
    database.limit_time(check_time);
    auto row = check->step();
    database.limit_time(Duration::zero());
    if (!row && row.error().code == Errc::overloaded) return std::string{};
    if (!row) return damage_or(std::move(row.error()));
    return std::string{*row && check->text(0) != "ok" ? "is damaged" : ""};
}

// Why this program cannot go on with the file; empty: it can.
Result<std::string> problem_of(Database& database) {
    auto tables = database.number("SELECT count(*) FROM sqlite_master");
    if (!tables) return damage_or(std::move(tables.error()));
    auto const application = database.number("PRAGMA application_id");
    if (!application) return std::unexpected(application.error());
    auto const schema = database.number("PRAGMA user_version");
    if (!schema) return std::unexpected(schema.error());
    if (*tables == 0 && *application == 0) return std::string{};
    if (*application != record_application) return "is another program's database";
    if (*schema > record_schema) return "is of a newer version of signalbox (schema " + std::to_string(*schema) + ")";
    return damage_of(database);
}

Result<void> bring_up_to_date(Database& database) {
    for (auto const* rule :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA journal_size_limit=16777216"}) {
        if (auto set = database.run(rule); !set) return set;
    }
    auto const found = database.number("PRAGMA user_version");
    if (!found) return std::unexpected(found.error());
    for (auto step = static_cast<std::size_t>(*found); step < migrations.size(); ++step) {
        auto const sql = "BEGIN IMMEDIATE;" + std::string{migrations[step]} +
                         "PRAGMA application_id=" + std::to_string(record_application) +
                         ";PRAGMA user_version=" + std::to_string(step + 1) + ";COMMIT";
        if (auto done = database.run(sql.c_str()); !done) return done;
    }
    return {};
}

Result<Database> open_whole(std::string const& path, RecordFile::Tell const& tell) {
    std::error_code ec;
    if (std::filesystem::is_directory(path, ec)) return failed(path, "is a folder");
    auto database = Database::open(path, OpenMode::write);
    if (!database) return database;
    auto const problem = problem_of(*database);
    if (!problem) return std::unexpected(problem.error());
    if (problem->empty()) return database;
    database = fail(Errc::internal, "closed");  // before its file gets another name
    auto name = set_aside(path);
    if (!name) return std::unexpected(std::move(name.error()));
    tell("records set aside", path + " " + *problem + "; it is now " + *name);
    return Database::open(path, OpenMode::write);
}

}  // namespace

RecordFile::~RecordFile() {
    if (lock_ >= 0) ::close(lock_);
}

Result<std::unique_ptr<RecordFile>> RecordFile::open(std::string const& path, KeyedHash::Key const& fresh_secret,
                                                     Tell const& tell) {
    std::error_code ec;
    if (auto const folder = std::filesystem::path{path}.parent_path(); !folder.empty()) {
        std::filesystem::create_directories(folder, ec);
        if (ec) return failed(path, ec.message());
    }
    auto const lock = locked(path);
    if (!lock) return std::unexpected(lock.error());
    auto const give_up = [&](Error error) {
        ::close(*lock);
        return std::unexpected(std::move(error));
    };
    auto const secret = key_beside(path, fresh_secret);
    if (!secret) return give_up(secret.error());
    auto database = open_whole(path, tell);
    if (!database) return give_up(database.error());
    if (auto ready = bring_up_to_date(*database); !ready) return give_up(ready.error());
    return std::make_unique<RecordFile>(std::move(*database), *lock, *secret);
}

Result<Database> open_records_to_read(std::string const& path) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return failed(path, "there is no such file");
    auto database = Database::open(path, OpenMode::read_only);
    if (!database) return database;
    auto const application = database->number("PRAGMA application_id");
    if (!application) return std::unexpected(application.error());
    auto const schema = database->number("PRAGMA user_version");
    if (!schema) return std::unexpected(schema.error());
    if (*application != record_application) return failed(path, "holds no routing records");
    if (*schema != record_schema)
        return failed(path, "is of schema " + std::to_string(*schema) + ", not " + std::to_string(record_schema));
    return database;
}

Result<KeyedHash::Key> record_secret(std::string const& path) {
    auto const name = path + ".key";
    int const file = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return failed(name, std::strerror(errno));
    KeyedHash::Key key{};
    auto const got = ::read(file, key.data(), sizeof key);
    ::close(file);
    if (got != sizeof key) return failed(name, "does not hold 16 bytes");
    return key;
}

}  // namespace signalbox::storage
