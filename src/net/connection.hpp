#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "net/loop.hpp"
#include "net/socket_io.hpp"
#include "net/socket_wait.hpp"
#include "net/tls_stream.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::net {

// One connection to a provider: socket, TLS when it has it, a read watch that is never taken down,
// and one alarm. It knows nothing of HTTP. Waiting allocates nothing and costs no system call.
// Threads: one loop. Destroying it closes the socket.
class Connection {
public:
    explicit Connection(Loop& loop);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    [[nodiscard]] Socket& socket() { return socket_; }
    [[nodiscard]] Loop& loop() { return loop_; }
    // Speaks TLS from now on.
    TlsStream& secure(TlsContext const& context, std::string const& host);

    [[nodiscard]] IoResult try_read(std::span<char> into);
    // Takes what was sent off the pieces.
    [[nodiscard]] IoResult try_write(std::span<std::string_view> pieces);
    // Nothing is there to read, as far as the last read told: waiting is better than trying.
    // (The end of the stream may have come with its bytes: wait_readable() then looks again after 50 ms.)
    [[nodiscard]] bool quiet() const { return quiet_; }

    // Awaitable: until there may be something to read, the deadline, or cancellation. Which of them,
    // the caller finds out by looking, in this order: bytes first.
    // REQUIRES: cancellation is not requested.
    class ReadWait;
    [[nodiscard]] ReadWait wait_readable(TimePoint deadline, Cancellation& cancellation);

    // Errors: provider_timeout, or cancellation's reason. The connection is of no use after either.
    Task<Result<void>> wait_writable(TimePoint deadline, Cancellation& cancellation);

    // Sends all pieces. Errors: those of wait_writable, and provider_unreachable.
    Task<Result<void>> write(std::span<std::string_view> pieces, TimePoint deadline, Cancellation& cancellation);

    // Told of what happens to a connection nobody reads from. Each may destroy the connection.
    class Watcher {
    public:
        virtual ~Watcher() = default;
        virtual void something_came(Connection& connection) = 0;
        virtual void time_is_up(Connection& connection) = 0;
    };
    // (An end that came together with the last bytes is told after 50 ms.)
    void watch(Watcher& watcher, TimePoint until);
    // Goes on watching after something_came().
    void keep_watching();
    void unwatch();

    // Still open, with nothing to read (TLS housekeeping aside).
    [[nodiscard]] bool still_silent();

private:
    class Timer final : public Time::Alarm {
    public:
        explicit Timer(Connection& owner);
        void fire() override;

    private:
        Connection& owner_;
    };
    IoResult try_write_tls(std::span<std::string_view> pieces);
    void came();

    Loop& loop_;
    Socket socket_;
    ReadWatch reading_;  // destroyed before the socket is closed
    std::unique_ptr<TlsStream> tls_;
    Timer timer_;
    Watcher* watcher_ = nullptr;
    TimePoint watched_until_{};
    bool quiet_ = false;
    bool drained_ = false;  // the last read said would_block
};

class Connection::ReadWait {
public:
    ReadWait(Connection& connection, TimePoint deadline, Cancellation& cancellation);
    [[nodiscard]] bool await_ready() const noexcept { return connection_.reading_.ready(); }
    void await_suspend(std::coroutine_handle<> waiter);
    void await_resume();

private:
    Connection& connection_;
    TimePoint deadline_;
    Cancellation::Hook hook_;
};

}  // namespace signalbox::net
