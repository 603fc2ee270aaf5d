#pragma once

#include "core/time.hpp"

#include <boost/asio/io_context.hpp>

#include <coroutine>
#include <optional>

namespace signalbox::net {

class TurnEnds;

// Something to do at the end of the loop's turn, when every socket that was ready has been read.
//
// Writes are such things: those that leave in a row wake each receiver once, while a write after
// each read wakes it every time, and the waking was a third of a request's system time.
// Lives in the object that waits; scheduling allocates nothing. Threads: the loop's.
class TurnEnd {
public:
    explicit TurnEnd(TurnEnds& turn) : turn_{turn} {}
    virtual ~TurnEnd();
    TurnEnd(TurnEnd const&) = delete;
    TurnEnd& operator=(TurnEnd const&) = delete;

    // Once per turn, however often it is asked for.
    void schedule();
    [[nodiscard]] bool scheduled() const { return next_ != nullptr; }

protected:
    void unschedule();

private:
    friend class TurnEnds;
    virtual void turn_ended() = 0;
    TurnEnds& turn_;
    TurnEnd* next_ = nullptr;  // a ring through its TurnEnds; null: not in it
    TurnEnd* previous_ = nullptr;
};

// What waits for the end of one loop's turn, first come, first served.
class TurnEnds {
public:
    explicit TurnEnds(boost::asio::io_context& context);

    // When this turn first asked. Never older than the turn: the loop does not wait before it has ended.
    [[nodiscard]] TimePoint time();
    // Asks anew, for alarms: what they wake shall find that its time has come.
    TimePoint renew_time();

private:
    friend class TurnEnd;
    class Ring final : public TurnEnd {
    public:
        explicit Ring(TurnEnds& turn);
        void turn_ended() override {}
    };
    void add(TurnEnd& entry);
    void come_to_an_end();
    void run();
    static void remove(TurnEnd& entry);

    boost::asio::io_context& context_;
    Ring waiting_;
    bool posted_ = false;
    std::optional<TimePoint> time_;
};

// `co_await AtTurnEnd{turn}` goes on there.
class AtTurnEnd final : TurnEnd {
public:
    explicit AtTurnEnd(TurnEnds& turn) : TurnEnd{turn} {}
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
        waiter_ = waiter;
        schedule();
    }
    void await_resume() const noexcept {}

private:
    void turn_ended() override { waiter_.resume(); }
    std::coroutine_handle<> waiter_;
};

}  // namespace signalbox::net
