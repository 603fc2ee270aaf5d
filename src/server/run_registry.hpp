#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "server/resume_options.hpp"
#include "server/run_log.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::server {

// Who a run is, and to whom it belongs.
struct RunIdentity {
    std::string id;      // orc_ and 128 random bits
    std::string token;   // as many: opens this run to whoever has it
    std::string tenant;  // opaque; empty: nobody in particular
};

// What somebody shows who wants a run. A token decides alone; without one the tenant must be the run's.
struct RunClaim {
    std::string_view id;
    std::string_view token;
    std::string_view tenant;
};

// The resumable runs of the process, by id: those that go on, and those whose log is still kept.
//
// Bounded: a run that goes on counts as the limit of its log, an ended one as what its log holds; for a
// new one the logs that ended longest ago and that nobody reads make room. Time is an argument.
// Threads: any. Streams that nobody can come back to never touch it.
class RunRegistry {
public:
    explicit RunRegistry(ResumeOptions const& options) : options_{options} {}

    // Errors: overloaded, when there is no room for one more log.
    [[nodiscard]] Result<void> add(RunIdentity identity, std::shared_ptr<RunLog> log, TimePoint now);
    void remove(std::string_view id);
    // From now on the log is kept for as long as `keep` says.
    void ended(std::string_view id, TimePoint now);
    // Null: unknown, expired or somebody else's; which of them is not told.
    [[nodiscard]] std::shared_ptr<RunLog> find(RunClaim const& claim, TimePoint now) const;
    // Forgets the logs whose time is over. When the next one's will be.
    std::optional<TimePoint> expire(TimePoint now);

    [[nodiscard]] std::size_t size() const;

private:
    struct Entry {
        RunIdentity identity;
        std::shared_ptr<RunLog> log;
        std::size_t counted = 0;            // bytes of `used_`
        std::optional<TimePoint> expiry{};  // of an ended run
    };
    using Entries = std::map<std::string, Entry, std::less<>>;
    // All with the mutex held.
    void drop_expired(TimePoint now);
    void drop_unread(std::size_t room);
    void forget(Entries::iterator place);  // REQUIRES: not among `ended_`

    ResumeOptions const options_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::deque<std::string> ended_;  // ids of the entries with an expiry, the earliest end first
    std::size_t used_ = 0;
};

}  // namespace signalbox::server
