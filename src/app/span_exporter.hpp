#pragma once

#include "app/repeating.hpp"
#include "app/tracing_options.hpp"
#include "async/cancellation.hpp"
#include "core/secret.hpp"
#include "net/http_client.hpp"
#include "telemetry/tracer.hpp"

#include <functional>
#include <memory>
#include <string>

namespace signalbox::app {

// Sends the spans that wait to a collector, every second and in batches, one at a time. What a collector does not take
// in time, or not at all, is dropped and counted: spans are never tried twice, and nobody waits for them.
// Threads: one loop, which is no worker's.
class SpanExporter {
public:
    static constexpr Duration every = std::chrono::seconds{1};
    static constexpr Duration patience = std::chrono::seconds{5};
    static constexpr Duration last_patience = std::chrono::seconds{2};  // at the end
    static constexpr std::size_t batch = 512;

    // Null: no endpoint is configured. `loop` outlives it. REQUIRES: the options were checked.
    [[nodiscard]] static std::unique_ptr<SpanExporter> create(net::Loop& loop, TracingOptions const& options);

    [[nodiscard]] telemetry::Tracer& tracer() { return tracer_; }
    void start() { repeating_.start(); }
    // Sends what still waits, for as long as `last_patience`, and then runs `done`, once.
    void finish(std::function<void()> done);

private:
    SpanExporter(net::Loop& loop, TracingOptions const& options, net::HttpUrl url, Secret fields);
    void send();
    static Task<bool> post(SpanExporter& exporter, std::string body);
    void sent(std::int64_t count, bool taken);
    void end();

    net::Loop& loop_;
    telemetry::Tracer tracer_;
    std::string service_;
    std::string target_;
    Secret fields_;
    net::HttpClient client_;
    Cancellation cancellation_;
    Repeating repeating_;
    TimePoint until_ = TimePoint::max();  // of the last ones
    bool sending_ = false;
    std::function<void()> done_;  // empty: not at the end yet
};

}  // namespace signalbox::app
