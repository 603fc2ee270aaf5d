#include "net/exchange.hpp"

#include "net/turn_end.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace signalbox::net {

namespace {

constexpr std::size_t max_fields = 256;

}  // namespace

// How large an answer may be is its reader's to say; the decoder only takes the framing off.
Exchange::Exchange(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<Connection> connection, std::size_t max_head)
    : pool_{std::move(pool)},
      connection_{std::move(connection)},
      max_head_{max_head},
      chunks_{{.body = std::numeric_limits<std::int64_t>::max()}} {}

Task<Result<void>> Exchange::start(std::string_view head, HttpCall const& call, Cancellation& cancellation) {
    co_await AtTurnEnd{connection_->loop().turn_ends()};
    if (cancellation.requested()) co_return broken(cancellation.reason(), "cancelled");
    std::array pieces{head, call.body};
    // Mostly one system call takes all, and nothing has to wait.
    (void)connection_->try_write(pieces);
    if (!pieces[0].empty() || !pieces[1].empty()) {
        auto const sent = co_await connection_->write(pieces, call.head_deadline, cancellation);
        if (!sent && sent.error().code != Errc::provider_unreachable) {
            co_return broken(sent.error().code, sent.error().detail);
        }
        // Who closes while we send may have said why: a refusal of a large body, say.
        cut_ = !sent;
    }
    auto const read = co_await read_head(call.head_deadline, cancellation);
    if (read) begin_body(call.method);
    co_return read;
}

Task<Result<void>> Exchange::read_head(TimePoint deadline, Cancellation& cancellation) {
    for (;;) {
        auto const received = connection_->quiet() && !cut_ ? Step::wait : receive();
        if (!received) {
            stale_ = !heard_;
            co_return std::unexpected{received.error()};
        }
        if (*received == Step::end) {
            stale_ = !heard_;
            co_return broken(Errc::provider_unreachable, "the provider closed the connection without an answer");
        }
        if (*received == Step::bytes) {
            heard_ = true;
            auto const complete = take_head();
            if (!complete) co_return std::unexpected{complete.error()};
            if (*complete) co_return Result<void>{};
            continue;
        }
        if (auto const allowed = may_wait(deadline, cancellation); !allowed) co_return allowed;
        co_await connection_->wait_readable(deadline, cancellation);
    }
}

// True when the final head is complete; interim ones (1xx) are passed over.
Result<bool> Exchange::take_head() {
    while (!rest_.empty()) {
        auto const known = head_text_.size();
        auto const first = known == 0 ? wire::head_end(rest_) : std::string_view::npos;  // mostly in one piece
        head_text_.append(rest_.substr(0, std::min(first, max_head_ + 1 - std::min(known, max_head_))));
        auto const from = std::max<std::size_t>(known, 3) - 3;  // the blank line may have begun before
        auto const found =
            first == std::string_view::npos ? wire::head_end(std::string_view{head_text_}.substr(from)) : first;
        if (found == std::string_view::npos || from + found > max_head_) {
            if (head_text_.size() > max_head_) return broken(Errc::provider_protocol, "the answer's head is too large");
            rest_ = {};
            return false;
        }
        head_text_.resize(from + found);
        rest_.remove_prefix(head_text_.size() - known);

        wire::HeadLimits const limits{.head = max_head_, .fields = max_fields};
        if (auto const parsed = wire::parse_response_head(head_text_, limits, head_); !parsed) {
            return broken(parsed.error().code, parsed.error().detail);
        }
        if (head_.status == 101) return broken(Errc::provider_protocol, "the provider changed the protocol");
        if (head_.status >= 200) return true;
        head_text_.clear();
    }
    return false;
}

void Exchange::begin_body(std::string_view method) {
    if (method == "HEAD" || head_.status == 204 || head_.status == 304) {
        framing_ = Framing::none;
    } else if (head_.chunked) {
        framing_ = Framing::chunked;
    } else if (head_.content_length) {
        framing_ = Framing::length;
        left_ = *head_.content_length;
    } else {
        framing_ = Framing::until_close;
    }
    if (framing_ == Framing::none || (framing_ == Framing::length && left_ == 0)) finish();
}

Task<Result<std::string_view>> Exchange::read(TimePoint deadline, Cancellation& cancellation) {
    for (;;) {
        auto const idle = !finished_ && connection_ != nullptr && rest_.empty() && connection_->quiet();
        auto const stepped = idle ? Step::wait : step();
        if (!stepped) co_return std::unexpected{stepped.error()};
        if (*stepped == Step::bytes) co_return view_;
        if (*stepped == Step::end) co_return std::string_view{};
        if (auto const allowed = may_wait(deadline, cancellation); !allowed) co_return std::unexpected{allowed.error()};
        buffer_.release();
        co_await connection_->wait_readable(deadline, cancellation);
    }
}

Task<Result<std::string_view>> Exchange::read_all(std::size_t limit, TimePoint deadline, Cancellation& cancellation) {
    for (;;) {
        auto const bytes = co_await read(deadline, cancellation);
        if (!bytes) co_return bytes;
        if (bytes->empty()) co_return whole_;
        if (whole_.size() + bytes->size() > limit) co_return broken(Errc::provider_protocol, "the answer is too large");
        if (finished_ && whole_.empty()) co_return bytes;  // it came in one piece
        whole_.append(*bytes);
    }
}

Result<Exchange::Step> Exchange::step() {
    while (!finished_) {
        if (connection_ == nullptr) return fail(Errc::provider_unreachable, "the connection was closed before");
        if (rest_.empty()) {
            auto const received = receive();
            if (!received || *received == Step::wait) return received;
            if (*received == Step::end) return stream_ended();
        }
        auto const decoded = decode();
        if (!decoded || *decoded == Step::bytes) return decoded;
    }
    return Step::end;
}

Result<Exchange::Step> Exchange::receive() {
    if (!buffer_) buffer_ = connection_->loop().buffers().lend();
    auto const read = connection_->try_read(buffer_.space());
    if (read.would_block()) {
        buffer_.release();
        return Step::wait;
    }
    if (read.state == IoResult::State::closed && read.system_error == 0) return Step::end;
    if (!read.ok()) return broken(Errc::provider_unreachable, "the connection to the provider broke");
    rest_ = {buffer_.space().data(), read.bytes};
    return Step::bytes;
}

// Step::wait here: nothing of the body in these bytes.
Result<Exchange::Step> Exchange::decode() {
    if (framing_ == Framing::chunked) return decode_chunks();
    view_ = std::exchange(rest_, {});
    if (framing_ == Framing::until_close) return Step::bytes;
    if (view_.size() > left_) {
        rest_ = view_.substr(left_);
        view_ = view_.substr(0, left_);
    }
    left_ -= view_.size();
    if (left_ == 0) finish();
    return Step::bytes;
}

Result<Exchange::Step> Exchange::decode_chunks() {
    auto const space = buffer_.space();
    auto const fed = chunks_.feed(space.subspan(static_cast<std::size_t>(rest_.data() - space.data()), rest_.size()));
    if (!fed) return broken(Errc::provider_protocol, "the answer's chunks are malformed");
    view_ = fed->body;
    rest_ = fed->rest;
    if (chunks_.finished()) finish();
    return view_.empty() ? Step::wait : Step::bytes;
}

Result<Exchange::Step> Exchange::stream_ended() {
    if (framing_ != Framing::until_close) return broken(Errc::upstream_truncated, "the answer ended early");
    finish();
    return Step::end;
}

Result<void> Exchange::may_wait(TimePoint deadline, Cancellation& cancellation) {
    if (cancellation.requested()) return broken(cancellation.reason(), "cancelled");
    if (connection_->loop().now() >= deadline)
        return broken(Errc::provider_timeout, "the provider did not answer in time");
    return {};
}

void Exchange::finish() {
    finished_ = true;
    bool const clean = head_.keep_alive && framing_ != Framing::until_close && rest_.empty() && !cut_;
    if (clean) pool_->put(std::move(connection_));
    connection_.reset();
}

std::unexpected<Error> Exchange::broken(Errc code, std::string detail) {
    connection_.reset();
    return fail(code, std::move(detail));
}

}  // namespace signalbox::net
