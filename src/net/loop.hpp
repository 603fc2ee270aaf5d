#pragma once

#include "async/time.hpp"

#include <boost/asio/io_context.hpp>

#include <array>
#include <functional>
#include <memory>
#include <thread>

namespace signalbox::net {

// One worker loop: an io_context for one thread and a coarse timer wheel (10 ms ticks).
// Everything on it but post_from_anywhere() is for its own thread.
class Loop final : public Time {
public:
    Loop();
    ~Loop() override;

    [[nodiscard]] TimePoint now() const override;  // cached per turn of the loop is allowed: at most 1 ms old
    void arm(Alarm& alarm, TimePoint when) override;
    void disarm(Alarm& alarm) override;
    void post(void (*run)(void*), void* self) override;
    // The only member other threads may call.
    void post_from_anywhere(std::function<void()> task);

    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    // Runs until stop(). An exception that leaves a handler is a bug and ends the program.
    void run();
    void stop();

private:
    struct Wheel;
    boost::asio::io_context context_;
    std::unique_ptr<Wheel> wheel_;
};

}  // namespace signalbox::net
