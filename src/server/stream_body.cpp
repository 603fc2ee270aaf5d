#include "server/stream_body.hpp"

#include "wire/sse_writer.hpp"

#include <array>
#include <charconv>

namespace signalbox::server {

namespace {

constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace

StreamBody::StreamBody(Exchange& exchange, Duration commit_after, std::string orchestration_id)
    : exchange_{exchange},
      commit_after_{commit_after},
      orchestration_id_{std::move(orchestration_id)},
      chunked_{!exchange.head.http_1_0},
      alarm_{exchange.services.loop, *this},
      last_sent_{exchange.services.loop.now()} {
    if (!chunked_) exchange_.keep_alive = false;  // HTTP/1.0: the body ends with the connection
    alarm_.arm(last_sent_ + commit_after_);
}

std::string StreamBody::head() {
    Response response;
    response.content_type = "text/event-stream; charset=utf-8";
    auto parts = head_parts(exchange_);
    parts.framing = chunked_ ? Framing::chunked : Framing::close;
    parts.event_stream = true;
    parts.orchestration_id = orchestration_id_;
    std::string out;
    out.reserve(512);
    append_response_head(out, response, exchange_.facts, parts);
    return out;
}

void StreamBody::flush() {
    if (ended_ || (pending_.empty() && !ending_)) return;
    std::string const first = started_ ? std::string{} : head();
    std::array<char, 20> size_line{};
    std::array<std::string_view, 5> pieces{first, {}, pending_, {}, {}};
    if (chunked_ && !pending_.empty()) {
        auto* const end = std::to_chars(size_line.data(), size_line.data() + 16, pending_.size(), 16).ptr;
        end[0] = '\r';
        end[1] = '\n';
        pieces[1] = {size_line.data(), end + 2};
        pieces[3] = "\r\n";
    }
    if (chunked_ && ending_) pieces[4] = last_chunk;
    exchange_.out.send(pieces);

    if (!started_) alarm_.arm(exchange_.services.loop.now() + exchange_.options().keep_alive_comment);
    started_ = true;
    ended_ = ending_;
    exchange_.services.spare.take_back(pending_);
    last_sent_ = exchange_.services.loop.now();
    if (ended_) alarm_.disarm();
}

void StreamBody::abandon() {
    exchange_.services.spare.take_back(pending_);
    alarm_.disarm();
}

bool StreamBody::behind() const { return exchange_.out.queued() > exchange_.options().max_stream_buffer; }

Task<void> StreamBody::caught_up() {
    return exchange_.out.drained_to(exchange_.options().max_stream_buffer / 2, exchange_.cancellation);
}

void StreamBody::on_silence() {
    auto const now = exchange_.services.loop.now();
    // The alarm is not moved with each flush: it looks whether there was one.
    auto const comment = exchange_.options().keep_alive_comment;
    auto const due = last_sent_ + (started_ ? comment : commit_after_);
    if (now < due) return alarm_.arm(due);
    if (exchange_.out.queued() == 0) {
        wire::append_sse_comment(pending());
        flush();
    }
    alarm_.arm(now + comment);
}

}  // namespace signalbox::server
