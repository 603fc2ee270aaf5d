#pragma once

#include "core/error.hpp"
#include "wire/http_head.hpp"

#include <cstdint>
#include <string_view>

namespace signalbox::server {

// What the head of a request says about resumable runs. Views into the head.
struct RunRequest {
    std::string_view id;     // of the run to read; empty: none
    std::string_view token;  // empty: none was shown
    std::int64_t after = 0;  // the last event that the client has; 0: none
    bool resumable = false;  // a new run that is to outlive its connection
};

// A request that would begin a run names one instead: it comes back to read that.
[[nodiscard]] bool comes_back(wire::RequestHead const& head);

// Reads `id`, `token` and `resumable` of the query, and Last-Event-ID, which names a run too.
// Errors: invalid_value naming the parameter; not_found for an event id that no run here can have made.
[[nodiscard]] Result<RunRequest> read_run_request(wire::RequestHead const& head);

}  // namespace signalbox::server
