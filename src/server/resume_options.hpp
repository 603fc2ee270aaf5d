#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstddef>

namespace signalbox::server {

// Runs that a client may come back to; `server.resume` of the configuration.
struct ResumeOptions {
    std::size_t max_log = 1ULL << 20;           // bytes of one run's log, before its run waits for readers
    std::size_t max_logs = 256ULL << 20;        // of all logs; a run that goes on counts as max_log
    Duration grace = std::chrono::seconds{30};  // without any reader before the run is cancelled
    Duration keep = std::chrono::seconds{60};   // a log, after its run has ended

    friend bool operator==(ResumeOptions const&, ResumeOptions const&) = default;
};

}  // namespace signalbox::server
