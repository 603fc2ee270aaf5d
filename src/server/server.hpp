#pragma once

#include "core/wall_clock.hpp"
#include "net/loop.hpp"
#include "pipeline/decision_log.hpp"
#include "pipeline/orchestrator.hpp"
#include "server/resume_options.hpp"
#include "server/run_registry.hpp"
#include "telemetry/history.hpp"

#include <atomic>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::telemetry {
class Log;
class Metrics;
class Tracer;
}  // namespace signalbox::telemetry

namespace signalbox::server {

// Limits and manners of the public side; the `server:` section of the configuration.
struct ServerOptions {
    std::string address = "127.0.0.1";  // loopback only, until keys exist
    std::uint16_t port = 8080;
    std::vector<std::string> hosts;    // further names accepted in Host
    std::vector<std::string> origins;  // further accepted Origins
    std::size_t max_body = 32ULL << 20;
    std::size_t max_connections = 10'000;
    std::size_t max_in_flight = 512;  // runs at once, over all loops
    std::size_t max_requests_per_connection = 1'000;
    std::size_t max_pipelined = 64 * 1024;
    std::size_t max_stream_buffer = 64 * 1024;  // queued for a slow reader before the upstream read pauses
    Duration header_timeout = std::chrono::seconds{10};
    Duration body_timeout = std::chrono::seconds{30};
    Duration idle_timeout = std::chrono::seconds{60};
    Duration write_timeout = std::chrono::seconds{30};
    Duration keep_alive_comment = std::chrono::seconds{15};
    Duration commit_after = std::chrono::seconds{10};  // a chat stream's head waits this long for its first token
    Duration drain = std::chrono::seconds{30};
    ResumeOptions resume{};
};

// What all loops of one process share on the public side.
struct ServerShared {
    ServerOptions options;
    telemetry::Metrics& metrics;
    telemetry::Log* log = nullptr;  // null: no request lines
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> in_flight{0};
    std::atomic<bool> draining{false};
    std::atomic<std::uint16_t> port{0};  // the bound one, once the first loop listens; 0: none yet
    RunRegistry runs{options.resume};
    telemetry::History history{};
    WallClock wall_clock{Clock::now(), std::time(nullptr)};
    RunRecords* records = nullptr;        // null: none are kept. Set before anybody can connect
    DecisionLog* decisions = nullptr;     // likewise, for readers
    telemetry::Tracer* tracer = nullptr;  // null: no spans are made. Set before anybody can connect
    RunOutcomes* outcomes = nullptr;      // null: nobody learns. Set before anybody can connect
};

class KeyTable;

// The public side of one worker loop: an SO_REUSEPORT listener and its sessions.
class Server {
public:
    // All outlive it.
    Server(net::Loop& loop, ChainOrchestrator& orchestrator, ServerShared& shared);
    ~Server();

    // Errors: invalid_value with the address and port in the detail (in use, not permitted).
    [[nodiscard]] Result<void> listen();
    [[nodiscard]] std::uint16_t port() const;  // the bound one; option 0 means any
    // From now on requests need a key of these; null: none. On its loop, or while that does not run.
    void use_keys(std::shared_ptr<KeyTable const> keys);
    // Stops accepting, lets what runs finish, closes idle connections. Streams still open after
    // options.drain get an error event. `done` runs when nothing is left.
    void drain(std::function<void()> done);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace signalbox::server
