#pragma once

#include "core/keyed_hash.hpp"
#include "storage/sqlite.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox::storage {

// What schema this program writes: PRAGMA user_version of the file.
inline constexpr int record_schema = 2;
// PRAGMA application_id: "SgBx".
inline constexpr int record_application = 0x53674278;

// The file of routing records, opened to be written: WAL, every commit on disk before it counts, mode 0600. Older
// schemas are brought up to date. A file that is damaged, foreign or of a newer schema is set aside under another
// name, never deleted. Beside it: a file that is locked, so that one process writes at a time, and one with the key of
// the hashes.
struct RecordFile {
    // Hears, in words, what was found that somebody should know.
    using Tell = std::function<void(std::string_view event, std::string const& detail)>;

    // `fresh_secret` is for a file that is made. Errors: internal, with path and reason.
    [[nodiscard]] static Result<std::unique_ptr<RecordFile>> open(std::string const& path,
                                                                  KeyedHash::Key const& fresh_secret, Tell const& tell);
    RecordFile(Database opened, int lock, KeyedHash::Key const& key)
        : database{std::move(opened)}, secret{key}, lock_{lock} {}
    ~RecordFile();
    RecordFile(RecordFile const&) = delete;
    RecordFile& operator=(RecordFile const&) = delete;

    Database database;
    KeyedHash::Key secret{};

private:
    int lock_ = -1;
};

// The same file for a reader, also while somebody writes it. Errors: internal, naming what is wrong with it.
[[nodiscard]] Result<Database> open_records_to_read(std::string const& path);
// The key of the hashes. Errors: internal.
[[nodiscard]] Result<KeyedHash::Key> record_secret(std::string const& path);

}  // namespace signalbox::storage
