#pragma once

#include "async/cancellation.hpp"
#include "async/signal.hpp"
#include "async/task.hpp"
#include "async/time.hpp"
#include "net/socket.hpp"

#include <span>
#include <string>
#include <string_view>

namespace signalbox::server {

// The write side of one client connection: tries the system call first, queues what does not fit,
// and sends that in the background as the client takes it.
//
// Breaks when the client is gone or takes nothing for `stall`; everything after that is dropped.
// Threads: the connection's loop.
class Outbound {
public:
    // `time` and `socket` outlive it. REQUIRES: settled() was awaited before it is destroyed.
    Outbound(Time& time, net::Socket& socket, Duration stall);
    Outbound(Outbound const&) = delete;
    Outbound& operator=(Outbound const&) = delete;

    // Sends the pieces behind what is queued: at once and in one system call when nothing is.
    // At most 8 pieces.
    void send(std::span<std::string_view> pieces);
    [[nodiscard]] std::size_t queued() const { return queue_.size() - sent_; }
    [[nodiscard]] bool broken() const { return broken_; }

    // Returns when at most `limit` bytes are queued, it broke, or cancellation was requested.
    Task<void> drained_to(std::size_t limit, Cancellation& cancellation);
    // Returns when all is sent or it broke, and nothing works in the background.
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
    Task<void> send_rest();
    void give_up();

    Time& time_;
    net::Socket& socket_;
    Duration stall_;
    Stall alarm_;
    Signal changed_;
    std::string queue_;
    std::size_t sent_ = 0;  // of queue_
    Cancellation* run_ = nullptr;
    bool sending_ = false;  // send_rest() is on its way
    bool broken_ = false;
};

}  // namespace signalbox::server
