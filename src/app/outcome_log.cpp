#include "app/outcome_log.hpp"

#include "app/replace_file.hpp"
#include "learning/outcome_record.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::app {

namespace {

// More behind the last good record is no torn end: one write is smaller.
constexpr std::size_t longest_tear = 4 << 20;
constexpr std::uintmax_t max_file = 1ULL << 32;

int open_private(std::string const& path, int flags) {
    return ::open(path.c_str(), flags | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool write_at(int file, std::size_t place, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(place));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        place += static_cast<std::size_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

OutcomeLog::~OutcomeLog() {
    if (file_ >= 0) ::close(file_);
    if (lock_ >= 0) ::close(lock_);
}

std::unexpected<Error> OutcomeLog::failed(std::string const& why) const {
    return fail(Errc::internal, path_ + ": " + why);
}

Result<std::unique_ptr<OutcomeLog>> OutcomeLog::open(std::string path, KeyedHash::Key const& fresh_secret,
                                                     std::function<void(Outcome)> const& take, Tell const& tell) {
    std::unique_ptr<OutcomeLog> file{new OutcomeLog{std::move(path), fresh_secret}};
    std::error_code ec;
    if (auto const folder = std::filesystem::path{file->path_}.parent_path(); !folder.empty()) {
        std::filesystem::create_directories(folder, ec);
        if (ec) return file->failed(ec.message());
    }
    if (auto locked = file->lock(); !locked) return std::unexpected(std::move(locked.error()));
    if (auto read = file->read(take, tell); !read) return std::unexpected(std::move(read.error()));
    return file;
}

// A file of its own is locked, because the one with the outcomes is replaced now and then.
Result<void> OutcomeLog::lock() {
    lock_ = open_private(path_ + ".lock", O_RDWR);
    if (lock_ < 0) return failed(std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
    return failed(errno == EWOULDBLOCK ? "another process has it" : std::strerror(errno));
}

Result<void> OutcomeLog::reopen() {
    if (file_ >= 0) ::close(file_);
    file_ = open_private(path_, O_RDWR);
    if (file_ < 0) return failed(std::strerror(errno));
    struct stat facts{};
    if (::fstat(file_, &facts) != 0 || !S_ISREG(facts.st_mode)) return failed("is no file");
    if (::fchmod(file_, 0600) != 0) return failed(std::strerror(errno));
    bytes_ = static_cast<std::size_t>(facts.st_size);
    return {};
}

// The file keeps what is good of it, or begins anew; the whole old one goes on under a name that is free.
std::string OutcomeLog::set_aside(bool keep_original) const {
    std::error_code ec;
    auto const stem = path_ + ".unreadable-" + std::to_string(std::time(nullptr));
    auto name = stem;
    for (int i = 2; std::filesystem::exists(name, ec); ++i) name = stem + "-" + std::to_string(i);
    if (keep_original) {
        std::filesystem::copy_file(path_, name, ec);
    } else {
        std::filesystem::rename(path_, name, ec);
    }
    return ec ? std::string{} : name;
}

Result<void> OutcomeLog::read(std::function<void(Outcome)> const& take, Tell const& tell) {
    if (auto opened = reopen(); !opened) return opened;
    if (bytes_ == 0) return rewrite({});
    if (bytes_ > max_file) return failed("is too large");
    std::ifstream stream{path_, std::ios::binary};
    std::string bytes(bytes_, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream) return failed("cannot be read");

    auto const secret = read_outcome_head(bytes);
    if (!secret) {
        auto const name = set_aside(false);
        if (name.empty()) return failed(secret.error().detail + " and cannot be set aside");
        tell("outcomes set aside", path_ + " " + secret.error().detail + "; it is now " + name);
        if (auto opened = reopen(); !opened) return opened;
        return rewrite({});
    }
    secret_ = *secret;
    std::size_t place = outcome_head_bytes;
    for (std::size_t size = 0; place < bytes.size(); place += size) {
        auto outcome = read_outcome(std::string_view{bytes}.substr(place), size);
        if (!outcome) break;
        take(std::move(*outcome));
        ++records_;
    }
    auto const rest = bytes.size() - place;
    if (rest == 0) return {};
    auto what = path_ + " is cut at byte " + std::to_string(place) + ", where " + std::to_string(rest) +
                " bytes were no whole record";
    if (rest > longest_tear) {
        auto const name = set_aside(true);
        if (name.empty()) return failed("is damaged and cannot be set aside");
        what += "; the whole file is now " + name;
    }
    if (::ftruncate(file_, static_cast<off_t>(place)) != 0) return failed(std::strerror(errno));
    bytes_ = place;
    tell("outcomes cut", what);
    return {};
}

Result<void> OutcomeLog::append(std::span<Outcome const> outcomes) {
    std::string bytes;
    for (auto const& outcome : outcomes) append_outcome(bytes, outcome);
    if (!write_at(file_, bytes_, bytes)) {
        auto const reason = errno;
        // Half a record must not stand before whole ones; should this fail too, the next write covers it.
        if (::ftruncate(file_, static_cast<off_t>(bytes_)) != 0) return failed(std::strerror(errno));
        return failed(std::strerror(reason));
    }
    bytes_ += bytes.size();
    records_ += outcomes.size();
    return {};
}

Result<void> OutcomeLog::rewrite(std::span<SharedOutcome const> outcomes) {
    std::string bytes;
    append_outcome_head(bytes, secret_);
    for (auto const& outcome : outcomes) append_outcome(bytes, *outcome);
    if (auto written = replace_file(path_, bytes); !written) return written;
    if (auto opened = reopen(); !opened) return opened;
    records_ = outcomes.size();
    return {};
}

}  // namespace signalbox::app
