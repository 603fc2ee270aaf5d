#pragma once

#include "async/time.hpp"
#include "net/socket.hpp"

#include <boost/asio/detail/reactor_op.hpp>
#include <boost/system/error_code.hpp>

#include <coroutine>
#include <memory>
#include <utility>

namespace signalbox::net {

// Waiting for a socket without a system call.
//
// Asio registers every socket edge-triggered, once. Its own async_wait() re-arms that with an
// epoll_ctl for each wait, and async_receive() tries to read first; both cost one call per wait
// that tells nothing new. The operation here only takes a place in the reactor's queue. An edge
// that came while nobody waited is remembered by the reactor and ends the next wait at once, so
// that a wait may end although nothing is there: always try again, and wait again on would_block.
//
// REQUIRES of every wait: since the last wait of that direction ended, a try said would_block or moved fewer
// bytes than it was offered. After a short read the end of the stream may already be there, and is
// then told only by the next read: who must know at once reads until would_block.
// One waiter per socket and direction. Threads: the socket's loop.
// Ends: socket.cancel() and close() end a wait with operation_aborted. A frame is not destroyed while it waits.

enum class Direction : std::uint8_t { read, write };

// One place in the reactor's queue; lives in the waiting coroutine's frame or beside the socket.
class WaitOp : public boost::asio::detail::reactor_op {
public:
    // `done` runs on the loop, once per start(). `alive` is false when the io_context is being
    // destroyed: then nothing may run any more, only memory be given back.
    using Done = void (*)(WaitOp& op, bool alive);
    explicit WaitOp(Done done);
    void start(Socket& socket, Direction direction);
    [[nodiscard]] boost::system::error_code result() const { return ec_; }

private:
    static status perform(boost::asio::detail::reactor_op* base);
    static void complete(void* owner, boost::asio::detail::operation* base, boost::system::error_code const& ec,
                         std::size_t bytes);
    Done done_;
};

class SocketReady : private WaitOp {
public:
    SocketReady(Socket& socket, Direction direction);
    SocketReady(SocketReady const&) = delete;
    SocketReady& operator=(SocketReady const&) = delete;
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
        waiter_ = waiter;
        start(socket_, direction_);
    }
    [[nodiscard]] boost::system::error_code await_resume() const noexcept { return result(); }

private:
    Socket& socket_;
    Direction direction_;
    std::coroutine_handle<> waiter_;
};

// auto const ec = co_await readable(socket);
[[nodiscard]] inline SocketReady readable(Socket& socket) { return {socket, Direction::read}; }
[[nodiscard]] inline SocketReady writable(Socket& socket) { return {socket, Direction::write}; }

// A read wait that stays in place across turns: armed while a connection idles or its request is
// worked on, and awaited when bytes are wanted. interrupt() ends the awaiting (for a timeout or
// cancellation) but leaves the watch armed, at no system call.
// REQUIRES: when destroyed while armed, the socket is closed at once (the queue entry outlives the watch until then).
class ReadWatch {
public:
    ReadWatch(Time& time, Socket& socket);
    ~ReadWatch();
    ReadWatch(ReadWatch const&) = delete;
    ReadWatch& operator=(ReadWatch const&) = delete;

    // Starts watching, unless it does already. `on_event` is called once when something comes while
    // nobody awaits; it may destroy the watch.
    void arm();
    void on_event(void (*run)(void*), void* self) { listener_ = {run, self}; }
    // Something came (bytes, the end, an error, close()) that no wait() has reported yet.
    [[nodiscard]] bool ready() const { return ready_; }
    // Its bytes are being looked at: the next wait() is for new ones.
    void forget() { ready_ = false; }

    // Resumes the waiter from the loop, never inside this call; wait() then gives false.
    void interrupt();

    struct Awaiter {
        ReadWatch& watch;
        [[nodiscard]] bool await_ready() const noexcept { return watch.ready_; }
        void await_suspend(std::coroutine_handle<> waiter) const;
        // True when there may be something to read.
        [[nodiscard]] bool await_resume() const noexcept { return std::exchange(watch.ready_, false); }
    };
    [[nodiscard]] Awaiter wait() { return {*this}; }

private:
    struct Op;
    struct Listener {
        void (*run)(void*) = nullptr;
        void* self = nullptr;
    };
    void came();
    void resume();

    Time& time_;
    Socket& socket_;
    std::unique_ptr<Op> op_;
    std::coroutine_handle<> waiter_;
    Listener listener_;
    bool armed_ = false;
    bool ready_ = false;
    bool posted_ = false;
};

}  // namespace signalbox::net
