#include "server/run_registry.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

// In a time that does not tell how much of it was right. The length of a token is no secret.
bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned char volatile difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
    }
    return difference == 0;
}

bool may_open(RunClaim const& claim, RunIdentity const& run) {
    return claim.token.empty() ? same_secret(claim.tenant, run.tenant) : same_secret(claim.token, run.token);
}

}  // namespace

Result<void> RunRegistry::add(RunIdentity identity, std::shared_ptr<RunLog> log, TimePoint now) {
    std::lock_guard const lock{mutex_};
    drop_expired(now);
    drop_unread(options_.max_log);
    if (used_ + options_.max_log > options_.max_logs) {
        return fail(Errc::overloaded,
                    "this server keeps as many resumable runs as it may; try later, or raise server.resume.max_logs");
    }
    auto id = identity.id;
    used_ += options_.max_log;
    entries_.emplace(std::move(id), Entry{std::move(identity), std::move(log), options_.max_log});
    return {};
}

void RunRegistry::remove(std::string_view id) {
    std::lock_guard const lock{mutex_};
    auto const place = entries_.find(id);
    if (place == entries_.end()) return;
    if (place->second.expiry) std::erase(ended_, place->first);
    forget(place);
}

void RunRegistry::ended(std::string_view id, TimePoint now) {
    std::lock_guard const lock{mutex_};
    auto const place = entries_.find(id);
    if (place == entries_.end() || place->second.expiry) return;
    auto& entry = place->second;
    used_ -= entry.counted;
    entry.counted = entry.log->bytes();
    used_ += entry.counted;
    entry.expiry = now + options_.keep;
    ended_.push_back(entry.identity.id);
}

std::shared_ptr<RunLog> RunRegistry::find(RunClaim const& claim, TimePoint now) const {
    std::lock_guard const lock{mutex_};
    auto const place = entries_.find(claim.id);
    if (place == entries_.end() || !may_open(claim, place->second.identity)) return nullptr;
    auto const& [identity, log, counted, expiry] = place->second;
    return expiry && *expiry <= now ? nullptr : log;
}

std::optional<TimePoint> RunRegistry::expire(TimePoint now) {
    std::lock_guard const lock{mutex_};
    drop_expired(now);
    if (ended_.empty()) return std::nullopt;
    return entries_.find(ended_.front())->second.expiry;
}

std::size_t RunRegistry::size() const {
    std::lock_guard const lock{mutex_};
    return entries_.size();
}

void RunRegistry::drop_expired(TimePoint now) {
    while (!ended_.empty()) {
        auto const place = entries_.find(ended_.front());
        if (*place->second.expiry > now) return;
        ended_.pop_front();
        forget(place);
    }
}

void RunRegistry::drop_unread(std::size_t room) {
    for (std::size_t i = 0; i < ended_.size() && used_ + room > options_.max_logs;) {
        auto const place = entries_.find(ended_[i]);
        if (place->second.log->attendance().readers == 0) {
            ended_.erase(ended_.begin() + static_cast<std::ptrdiff_t>(i));
            forget(place);
        } else {
            ++i;
        }
    }
}

void RunRegistry::forget(Entries::iterator place) {
    used_ -= place->second.counted;
    entries_.erase(place);
}

}  // namespace signalbox::server
