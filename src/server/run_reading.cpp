#include "server/run_reading.hpp"

#include "server/stream_body.hpp"
#include "wire/sse_writer.hpp"

#include <optional>
#include <string_view>

namespace signalbox::server {

namespace {

constexpr std::size_t most_at_once = 16 * 1024;  // bytes from the log, in one write
constexpr std::string_view event_stream = "text/event-stream; charset=utf-8";

void wake(void* signal) { static_cast<Signal*>(signal)->set(); }

// What a client gets that cannot be given a stream.
std::optional<Response> instead(RunLog::Joined joined) {
    Response response;
    switch (joined) {
        case RunLog::Joined::yes:
            return std::nullopt;
        case RunLog::Joined::delivered:
            response.status = 204;
            return response;
        case RunLog::Joined::ahead:
            return no_such_run();
        case RunLog::Joined::gone:
            break;
    }
    return error_response({Errc::not_found,
                           "the events behind this one are no longer kept: the run said more than "
                           "server.resume.max_log holds",
                           "last-event-id",
                           {}});
}

// Draining does not end a reader: the run does, and says why.
bool client_left(Exchange const& exchange) {
    auto const& cancellation = exchange.cancellation;
    return exchange.out.broken() || (cancellation.requested() && cancellation.reason() == Errc::cancelled);
}

Task<void> pass_on(Exchange& exchange, RunLog::Reader& reader, Signal& news, StreamBody& body) {
    Cancellation::Hook const hook{exchange.cancellation, wake, &news};
    while (!client_left(exchange)) {
        auto const taken = reader.take(body.pending(), most_at_once);
        if (taken.over) body.end();
        if (!taken.any && !body.started()) wire::append_sse_comment(body.pending());  // the head leaves at once
        body.flush();
        if (taken.over) co_return;
        if (!taken.any) {
            co_await news.wait();
        } else if (body.behind()) {
            co_await body.caught_up();
        }
    }
}

}  // namespace

Response no_such_run() {
    return error_response({Errc::not_found,
                           "no such run, or its log has expired; a stream that was not asked for as resumable ends "
                           "with its connection",
                           "id",
                           {}});
}

Task<Response> read_run(Exchange& exchange, std::string id, std::shared_ptr<RunLog> log, std::int64_t after) {
    exchange.facts.ran = false;  // the run's own facts are its own log line's
    Signal news{exchange.services.loop};
    RunLog::Reader reader{std::move(log), FarCall::make(exchange.services.loop, wake, &news)};
    if (auto other = instead(reader.join(after))) co_return std::move(*other);
    Response response;
    response.content_type = event_stream;
    if (exchange.head.method == "HEAD") co_return response;

    StreamBody body{exchange, exchange.options().keep_alive_comment, std::move(id)};
    co_await pass_on(exchange, reader, news, body);
    co_return streamed_response(body.complete(), nullptr);
}

}  // namespace signalbox::server
