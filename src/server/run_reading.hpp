#pragma once

#include "async/task.hpp"
#include "server/exchange.hpp"
#include "server/response.hpp"
#include "server/run_log.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace signalbox::server {

// Answers with what the run says behind event `after`, from its log and then live, until its terminal
// event or until this client leaves; the run goes on in either case. 204 when the client has them all.
// REQUIRES: awaited at once.
Task<Response> read_run(Exchange& exchange, std::string id, std::shared_ptr<RunLog> log, std::int64_t after);

// The answer for a run that is not there, has expired or is somebody else's.
[[nodiscard]] Response no_such_run();

}  // namespace signalbox::server
