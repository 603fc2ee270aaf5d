#include "net/connection.hpp"

#include "net/buffer_pool.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace signalbox::net {

namespace {

// How soon an end of stream that came together with bytes is looked for.
constexpr Duration second_look = std::chrono::milliseconds{50};

// Ends a wait for writing by cancelling the socket's operations.
class WriteTimer final : public Time::Alarm {
public:
    WriteTimer(Time& time, Socket& socket) : Alarm{time}, socket_{socket} {}
    void fire() override {
        fired = true;
        cancel();
    }
    void cancel() {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    bool fired = false;

private:
    Socket& socket_;
};

bool nothing_left(std::span<std::string_view const> pieces) {
    return std::ranges::all_of(pieces, [](auto piece) { return piece.empty(); });
}

}  // namespace

Connection::Timer::Timer(Connection& owner) : Alarm{owner.loop_}, owner_{owner} {}

void Connection::Timer::fire() {
    if (owner_.watcher_ == nullptr) return owner_.reading_.interrupt();
    if (time().now() >= owner_.watched_until_) return owner_.watcher_->time_is_up(owner_);
    arm(owner_.watched_until_);
    owner_.watcher_->something_came(owner_);  // the second look
}

Connection::Connection(Loop& loop) : loop_{loop}, socket_{loop.context()}, reading_{loop, socket_}, timer_{*this} {
    reading_.on_event([](void* self) { static_cast<Connection*>(self)->came(); }, this);
}

Connection::~Connection() = default;

TlsStream& Connection::secure(TlsContext const& context, std::string const& host) {
    tls_ = std::make_unique<TlsStream>(context, socket_, host);
    return *tls_;
}

IoResult Connection::try_read(std::span<char> into) {
    reading_.forget();
    if (tls_ != nullptr) {
        auto const result = tls_->read(into);
        quiet_ = drained_ = result.would_block();
        return result;
    }
    auto const result = net::try_read(socket_, into);
    drained_ = result.would_block();
    quiet_ = drained_ || (result.ok() && result.bytes < into.size());
    return result;
}

IoResult Connection::try_write(std::span<std::string_view> pieces) {
    if (tls_ != nullptr) return try_write_tls(pieces);
    auto const result = try_writev(socket_, pieces);
    if (result.ok()) advance(pieces, result.bytes);
    return result;
}

// One record of up to 16 KiB: small pieces travel together. A record that was refused is built
// again from the same pieces, so that OpenSSL sees the same bytes.
IoResult Connection::try_write_tls(std::span<std::string_view> pieces) {
    auto const loan = loop_.buffers().lend();
    auto const space = loan.space();
    std::size_t filled = 0;
    for (auto const piece : pieces) {
        auto const taken = std::min(piece.size(), space.size() - filled);
        std::memcpy(space.data() + filled, piece.data(), taken);
        filled += taken;
    }
    auto const result = tls_->write({space.data(), filled});
    if (result.ok()) advance(pieces, result.bytes);
    return result;
}

Connection::ReadWait Connection::wait_readable(TimePoint deadline, Cancellation& cancellation) {
    return {*this, deadline, cancellation};
}

Connection::ReadWait::ReadWait(Connection& connection, TimePoint deadline, Cancellation& cancellation)
    : connection_{connection},
      deadline_{deadline},
      hook_{cancellation, [](void* self) { static_cast<ReadWatch*>(self)->interrupt(); }, &connection.reading_} {}

void Connection::ReadWait::await_suspend(std::coroutine_handle<> waiter) {
    auto& self = connection_;
    auto const until = self.drained_ ? deadline_ : std::min(deadline_, self.loop_.now() + second_look);
    if (until != TimePoint::max()) self.timer_.arm(until);
    self.reading_.wait().await_suspend(waiter);
}

void Connection::ReadWait::await_resume() {
    connection_.timer_.disarm();
    connection_.quiet_ = false;
    connection_.reading_.forget();
}

Task<Result<void>> Connection::wait_writable(TimePoint deadline, Cancellation& cancellation) {
    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    if (loop_.now() >= deadline) co_return fail(Errc::provider_timeout, "the provider does not take the request");
    WriteTimer timer{loop_, socket_};
    if (deadline != TimePoint::max()) timer.arm(deadline);
    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<WriteTimer*>(self)->cancel(); }, &timer};
    (void)co_await writable(socket_);
    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    if (timer.fired) co_return fail(Errc::provider_timeout, "the provider does not take the request");
    co_return Result<void>{};
}

Task<Result<void>> Connection::write(std::span<std::string_view> pieces, TimePoint deadline,
                                     Cancellation& cancellation) {
    while (!nothing_left(pieces)) {
        auto const sent = try_write(pieces);
        if (sent.ok()) continue;
        if (!sent.would_block()) co_return fail(Errc::provider_unreachable, "the provider closed the connection");
        if (tls_ != nullptr && !tls_->wants_write()) {
            if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
            if (loop_.now() >= deadline) co_return fail(Errc::provider_timeout, "the provider does not answer");
            co_await wait_readable(deadline, cancellation);
            continue;
        }
        if (auto const ready = co_await wait_writable(deadline, cancellation); !ready) co_return ready;
    }
    co_return Result<void>{};
}

void Connection::watch(Watcher& watcher, TimePoint until) {
    watcher_ = &watcher;
    watched_until_ = until;
    timer_.arm(drained_ ? until : std::min(until, loop_.now() + second_look));
    keep_watching();
}

void Connection::keep_watching() {
    reading_.forget();
    reading_.arm();
}

void Connection::unwatch() {
    drained_ = quiet_;  // an end that came with the last answer shows when something is sent
    watcher_ = nullptr;
    timer_.disarm();
}

bool Connection::still_silent() {
    char byte = 0;
    if (tls_ != nullptr) return try_read({&byte, 1}).would_block();
    auto const looked = peek(socket_);
    quiet_ = drained_ = looked.would_block();
    return quiet_;
}

void Connection::came() {
    quiet_ = false;
    if (watcher_ != nullptr) watcher_->something_came(*this);
}

}  // namespace signalbox::net
