#pragma once

#include "async/cancellation.hpp"
#include "async/signal.hpp"
#include "async/task.hpp"
#include "net/buffer_pool.hpp"
#include "net/loop.hpp"
#include "net/socket.hpp"
#include "net/turn_end.hpp"

#include <span>
#include <string>
#include <string_view>

namespace signalbox::server {

// The write side of one client connection. What is sent during one turn of the loop leaves at its end
// in one system call; what the socket does not take is queued and sent in the background as the client
// takes it.
//
// Breaks when the client is gone or takes nothing for `stall`; everything after that is dropped.
// Threads: the connection's loop.
class Outbound {
public:
    // `loop` and `socket` outlive it. REQUIRES: settled() was awaited before it is destroyed.
    Outbound(net::Loop& loop, net::Socket& socket, Duration stall);
    Outbound(Outbound const&) = delete;
    Outbound& operator=(Outbound const&) = delete;

    // Sends the pieces behind what was sent before: at the end of the turn, or at once when they are
    // more than a buffer holds. At most 8 pieces.
    void send(std::span<std::string_view> pieces);
    // Sends now what waits for the end of the turn.
    void flush();
    // Bytes that the client did not take yet, when they could have left.
    [[nodiscard]] std::size_t queued() const { return queue_.size() - sent_; }
    [[nodiscard]] bool broken() const { return broken_; }

    // Returns when at most `limit` bytes are queued, it broke, or cancellation was requested.
    Task<void> drained_to(std::size_t limit, Cancellation& cancellation);
    // Returns when all that could leave is sent or it broke, and nothing works in the background.
    Task<void> settled();
    // Gives up at once, from outside; settled() then returns soon.
    void abort();

    // Who to tell when the connection breaks; null: nobody.
    void run(Cancellation* run) { run_ = run; }

private:
    class Stall final : public Time::Alarm {
    public:
        Stall(Time& time, Outbound& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.abort(); }

    private:
        Outbound& owner_;
    };
    class Departure final : public net::TurnEnd {
    public:
        Departure(net::TurnEnds& turn, Outbound& owner) : TurnEnd{turn}, owner_{owner} {}
        void turn_ended() override { owner_.flush(); }

    private:
        Outbound& owner_;
    };
    bool gather(std::span<std::string_view const> pieces);
    void write(std::span<std::string_view> pieces);
    void queue(std::span<std::string_view const> pieces);
    Task<void> send_rest();
    void give_up();

    net::Loop& loop_;
    net::Socket& socket_;
    Duration stall_;
    Stall alarm_;
    Signal changed_;
    Departure departure_;
    net::BufferPool::Loan gathered_;  // what leaves at the end of the turn; none: nothing
    std::size_t gathered_size_ = 0;
    std::string queue_;
    std::size_t sent_ = 0;  // of queue_
    Cancellation* run_ = nullptr;
    bool sending_ = false;  // send_rest() is on its way
    bool broken_ = false;
};

}  // namespace signalbox::server
