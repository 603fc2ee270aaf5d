#pragma once

#include "core/time.hpp"
#include "telemetry/log.hpp"
#include "telemetry/redis_counters.hpp"

#include <atomic>
#include <mutex>
#include <string_view>

namespace signalbox::redis {

// How Redis is doing, as all clients of the process see it: counters, and few lines in the log.
//
// Going away and coming back are each told at most once in ten seconds, however many loops notice.
// Threads: safe from all loops.
class Health {
public:
    // Both outlive it; `log` may be null.
    Health(telemetry::RedisCounters& counters, telemetry::Log* log) : counters_{counters}, log_{log} {}

    [[nodiscard]] telemetry::RedisCounters& counters() { return counters_; }

    void client_began();
    void client_ended(bool was_available);
    void came(TimePoint now);
    // `why`: for people; holds no secret.
    void went_away(std::string_view why, TimePoint now);
    // The same for a client that was not there yet, and whose greeting failed.
    void not_there(std::string_view why, TimePoint now);
    // Said once: anybody on the way can read what is sent.
    void in_plain_text(std::string_view host);

private:
    void tell(telemetry::LogLevel level, std::string_view event, std::string_view why, bool away, TimePoint now);

    telemetry::RedisCounters& counters_;
    telemetry::Log* log_;
    std::atomic<bool> plain_text_said_{false};
    std::mutex mutex_;  // guards what follows; taken when the state of a client changes
    bool said_away_ = false;
    TimePoint said_{};
    bool anything_said_ = false;
};

}  // namespace signalbox::redis
