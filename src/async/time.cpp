#include "async/time.hpp"

#include "async/signal.hpp"

namespace signalbox {

namespace {

class Wake final : public Time::Alarm {
public:
    Wake(Time& time, Signal& signal) : Alarm{time}, signal_{signal} {}
    void fire() override { signal_.set(); }

private:
    Signal& signal_;
};

}  // namespace

Task<bool> sleep_until(Time& time, TimePoint when, Cancellation& cancellation) {
    Signal woken{time};
    Wake alarm{time, woken};
    alarm.arm(when);
    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<Signal*>(self)->set(); }, &woken};
    co_await woken.wait();
    co_return !cancellation.requested();
}

}  // namespace signalbox
