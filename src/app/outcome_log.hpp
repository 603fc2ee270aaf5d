#pragma once

#include "core/error.hpp"
#include "core/keyed_hash.hpp"
#include "learning/outcome.hpp"
#include "learning/replay.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::app {

// The outcomes on disk, mode 0600: a file that only grows, until it is written anew without what was replaced.
// After a kill the end may be torn: it is cut off when the file is opened. A file that cannot be read, or is of
// another version, is set aside under another name.
// Threads: one at a time. One process at a time: another one that opens it is refused.
class OutcomeLog {
public:
    // Hears, in words, what was found that somebody should know.
    using Tell = std::function<void(std::string_view event, std::string const& detail)>;

    // Opens or makes the file with its folders, and hands each of its outcomes to `take`, oldest first.
    // `fresh_secret` is for a file that is made. Errors: internal, with path and reason.
    [[nodiscard]] static Result<std::unique_ptr<OutcomeLog>> open(std::string path, KeyedHash::Key const& fresh_secret,
                                                                  std::function<void(Outcome)> const& take,
                                                                  Tell const& tell);
    ~OutcomeLog();
    OutcomeLog(OutcomeLog const&) = delete;
    OutcomeLog& operator=(OutcomeLog const&) = delete;

    [[nodiscard]] KeyedHash::Key const& secret() const { return secret_; }
    [[nodiscard]] std::size_t records() const { return records_; }
    // All of them or none. Errors: internal, with path and reason.
    [[nodiscard]] Result<void> append(std::span<Outcome const> outcomes);
    // In place of all there are; whoever reads the file sees the old ones or the new ones. Errors: as append().
    [[nodiscard]] Result<void> rewrite(std::span<SharedOutcome const> outcomes);

private:
    OutcomeLog(std::string path, KeyedHash::Key const& secret) : path_{std::move(path)}, secret_{secret} {}
    [[nodiscard]] Result<void> lock();
    [[nodiscard]] Result<void> reopen();
    [[nodiscard]] Result<void> read(std::function<void(Outcome)> const& take, Tell const& tell);
    [[nodiscard]] std::string set_aside(bool keep_original) const;
    [[nodiscard]] std::unexpected<Error> failed(std::string const& why) const;

    std::string path_;
    KeyedHash::Key secret_{};
    int lock_ = -1;
    int file_ = -1;
    std::size_t bytes_ = 0;  // up to here all is good
    std::size_t records_ = 0;
};

}  // namespace signalbox::app
