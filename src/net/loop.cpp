#include "net/loop.hpp"

#include "net/buffer_pool.hpp"
#include "net/resolver.hpp"
#include "net/timer_wheel.hpp"
#include "net/turn_end.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>
#include <vector>

namespace signalbox::net {

namespace asio = boost::asio;

struct Loop::Wheel {
    using Executor = asio::io_context::executor_type;
    using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
    using Posted = std::pair<void (*)(void*), void*>;

    Wheel(asio::io_context& context, TurnEnds& its_turn)
        : turn{its_turn}, alarms{Clock::now()}, timer{context}, work{context.get_executor()}, context{context} {}

    // Makes sure that tick() runs at `when`; a wake that is already set earlier serves too.
    void wake_at(TimePoint when) {
        if (wake <= when) return;
        wake = when;
        timer.expires_at(when);
        timer.async_wait([this](boost::system::error_code const& ec) {
            if (!ec) tick();
        });
    }

    void tick() {
        wake = TimePoint::max();
        alarms.advance(turn.renew_time());
        if (!alarms.empty()) wake_at(alarms.next_wake());
    }

    void post(Posted task) {
        posted.push_back(task);
        if (posted.size() > 1 || draining) return;
        asio::post(context, [this] { drain(); });
    }

    // What a task posts waits for the next turn, so that sockets are looked at in between.
    void drain() {
        draining = true;
        running.swap(posted);
        for (auto const [run, self] : running) run(self);
        running.clear();
        draining = false;
        if (!posted.empty()) asio::post(context, [this] { drain(); });
    }

    TurnEnds& turn;
    TimerWheel alarms;
    Timer timer;
    TimePoint wake = TimePoint::max();
    std::vector<Posted> posted;
    std::vector<Posted> running;
    bool draining = false;
    asio::executor_work_guard<Executor> work;
    asio::io_context& context;
};

// The scheduler stays locked, for post_from_anywhere(); the reactor's own I/O is this thread's alone.
Loop::Loop()
    : buffers_{std::make_unique<BufferPool>()},
      context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO},
      turn_ends_{std::make_unique<TurnEnds>(context_)},
      wheel_{std::make_unique<Wheel>(context_, *turn_ends_)},
      resolver_{std::make_unique<Resolver>(*this, context_)} {}

Loop::~Loop() = default;

TimePoint Loop::now() const { return turn_ends_->time(); }

void Loop::arm(Alarm& alarm, TimePoint when) { wheel_->wake_at(wheel_->alarms.arm(alarm, when, now())); }

void Loop::disarm(Alarm& alarm) { wheel_->alarms.disarm(alarm); }

void Loop::post(void (*run)(void*), void* self) { wheel_->post({run, self}); }

void Loop::post_from_anywhere(std::function<void()> task) { asio::post(context_, std::move(task)); }

void Loop::run() {
    [this]() noexcept { context_.run(); }();
    context_.restart();
}

void Loop::stop() { context_.stop(); }

}  // namespace signalbox::net
