#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "net/buffer_pool.hpp"
#include "net/loop.hpp"
#include "net/socket.hpp"
#include "net/socket_io.hpp"
#include "net/socket_wait.hpp"

#include <string>
#include <string_view>

namespace signalbox::server {

// The read side of one client connection.
//
// One read wait is in place all the time: while a request is awaited, and while one is worked on,
// when it tells that the client left. Bytes are read into a buffer on loan from the loop; a
// connection that waits owns only what it has not used yet.
// Threads: the connection's loop.
class Inbound {
public:
    enum class Came : std::uint8_t {
        bytes,        // unread() has grown
        end,          // the client closed, or the connection broke
        late,         // the deadline passed
        interrupted,  // interrupt() was called
    };

    // Both outlive it; the socket is closed right after it is destroyed.
    Inbound(net::Loop& loop, net::Socket& socket);
    Inbound(Inbound const&) = delete;
    Inbound& operator=(Inbound const&) = delete;

    [[nodiscard]] std::string_view unread() const { return rest_; }
    void consume(std::size_t count) { rest_.remove_prefix(count); }

    // Reads once, waiting as long as it must. Views from unread() are then invalid.
    Task<Came> more(TimePoint deadline);
    // The same into the end of `out`, at most `most` bytes. REQUIRES: unread() is empty.
    Task<Came> more(std::string& out, std::size_t most, TimePoint deadline);
    // Ends a more() that waits.
    void interrupt();

    // From here to unwatch(): `run` is cancelled when the client leaves. What it sends meanwhile is
    // kept, up to `limit` bytes.
    void watch(Cancellation& run, std::size_t limit);
    void unwatch();
    // The client closed or the connection broke: nothing can be sent any more.
    [[nodiscard]] bool ended() const { return ended_; }

private:
    class Alarm final : public Time::Alarm {
    public:
        Alarm(Time& time, Inbound& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.on_alarm(); }

    private:
        Inbound& owner_;
    };
    Task<Came> wait(TimePoint deadline);
    [[nodiscard]] net::IoResult receive();
    void keep_rest();
    void on_alarm();
    void on_event();
    void look();

    net::Loop& loop_;
    net::Socket& socket_;
    net::ReadWatch watch_;
    Alarm alarm_;
    net::BufferPool::Loan buffer_;
    std::string kept_;       // bytes that outlasted their buffer
    std::string_view rest_;  // into buffer_ or kept_
    Cancellation* run_ = nullptr;
    std::size_t watch_limit_ = 0;
    bool maybe_more_ = true;  // the last read filled its buffer: read again before waiting
    bool quiet_ = false;      // the last read said that nothing is there
    bool interrupted_ = false;
    bool ended_ = false;
};

}  // namespace signalbox::server
