#pragma once

#include "providers/attempt_clock.hpp"
#include "providers/upstream.hpp"

#include <memory>
#include <utility>

namespace signalbox {

// Reads one streamed answer to its end: deltas to the sink as reads bring them, tokens to the clock, and
// no reading while the sink is behind. `Stream` takes bytes and gives deltas: see OpenAiStream; at the end it
// has the result.
// Errors: those of the exchange and of the stream; upstream_truncated; provider_timeout.
// REQUIRES: all references outlive the task.
template <class Stream>
Task<Result<void>> read_stream(Upstream& upstream, Upstream::Exchange exchange, Stream& stream, AttemptClock& clock,
                               DeltaSink& sink, Cancellation& cancellation) {
    constexpr Duration closing_patience = std::chrono::seconds{2};  // for usage and the terminator after the last token
    while (!stream.done()) {
        auto const bytes = co_await exchange->read(clock.limit(), cancellation);
        if (!bytes) {
            // The answer is complete; only its ceremony is missing.
            if (stream.finished() && !cancellation.requested()) break;
            co_return std::unexpected{bytes.error()};
        }
        if (bytes->empty()) break;
        auto const fed = stream.feed(*bytes);
        auto const now = upstream.loop().now();
        if (fed && *fed) clock.token(now);
        if (stream.finished()) clock.closing(now, closing_patience);
        if (stream.ready()) {
            sink.on_delta(stream.delta());
            stream.taken();
        }
        if (!fed) co_return std::unexpected{fed.error()};
        if (stream.done()) break;
        if (now >= clock.limit()) co_return fail(Errc::provider_timeout, "no token from the provider in time");
        if (sink.behind()) {
            co_await sink.caught_up();
            clock.paused_until(upstream.loop().now());
        }
    }
    if (!stream.finished()) co_return fail(Errc::upstream_truncated, "the provider's stream ended early");
    upstream.client().let_finish(std::move(exchange));
    co_return Result<void>{};
}

}  // namespace signalbox
