#pragma once

#include "telemetry/counter.hpp"
#include "telemetry/span.hpp"
#include "wire/trace_context.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox::telemetry {

// Says whose runs leave spans, and keeps those that wait for the exporter: at most `most`, what is beyond is dropped
// and counted. Threads: all; one short lock for each recorded run, none for the others.
class Tracer {
public:
    static constexpr std::size_t usual_most = 8'192;

    // `share` (0-1) of the runs that begin a trace are recorded; a run within its client's trace is when that is
    // sampled.
    explicit Tracer(double share, std::size_t most = usual_most) : share_{share}, most_{most} {}

    // The span of a run that begins now, or one that is not recorded. A trace that begins here has the request id as
    // its own. `fresh`: random bits. REQUIRES: a request id has 32 hexadecimal digits.
    [[nodiscard]] TraceSpan begin(std::optional<wire::TraceParent> const& parent, std::string_view request_id,
                                  std::uint64_t fresh) const;

    // A run has ended, and these are its spans: all of them wait, or none.
    void ended(std::vector<Span> spans);
    // The oldest ones, at most `count`.
    [[nodiscard]] std::vector<Span> take(std::size_t count);

    Counter exported;
    Counter dropped;  // too many waited, or the collector did not take them
    Counter failed;   // exports

private:
    double share_;
    std::size_t most_;
    std::mutex mutex_;
    std::deque<Span> waiting_;
};

}  // namespace signalbox::telemetry
