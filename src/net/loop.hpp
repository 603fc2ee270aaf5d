#pragma once

#include "async/time.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace signalbox::net {

class BufferPool;
class Resolver;
class TurnEnds;

// One worker loop: an io_context for one thread, a coarse timer wheel (10 ms ticks), and what the
// connections of a loop share: read buffers and resolved names.
// Everything on it but post_from_anywhere() and stop() is for its own thread.
class Loop final : public Time {
public:
    Loop();
    ~Loop() override;

    // The same for one turn of the loop: a request asks two dozen times.
    [[nodiscard]] TimePoint now() const override;
    [[nodiscard]] TimePoint exact_now() const override { return Clock::now(); }
    void arm(Alarm& alarm, TimePoint when) override;
    void disarm(Alarm& alarm) override;
    void post(void (*run)(void*), void* self) override;
    // From any thread. Pending tasks of a loop that never runs again are dropped.
    void post_from_anywhere(std::function<void()> task);

    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    [[nodiscard]] Resolver& resolver() { return *resolver_; }
    [[nodiscard]] BufferPool& buffers() { return *buffers_; }
    [[nodiscard]] TurnEnds& turn_ends() { return *turn_ends_; }
    // Runs until stop(); may be run again. An exception that leaves a handler is a bug and ends the program.
    void run();
    void stop();

private:
    struct Wheel;
    std::unique_ptr<BufferPool> buffers_;  // before the context: pending operations may hold loans
    boost::asio::io_context context_;
    std::unique_ptr<TurnEnds> turn_ends_;
    std::unique_ptr<Wheel> wheel_;
    std::unique_ptr<Resolver> resolver_;
};

}  // namespace signalbox::net
