#include "async/signal.hpp"

namespace signalbox {

void Signal::set() {
    set_ = true;
    if (!waiter_ || posted_) return;
    posted_ = true;
    time_.post(
        [](void* self) {
            auto& signal = *static_cast<Signal*>(self);
            signal.posted_ = false;
            auto const waiter = std::exchange(signal.waiter_, {});
            if (waiter) waiter.resume();
        },
        this);
}

}  // namespace signalbox
