#pragma once

#include "async/time.hpp"

#include <deque>
#include <utility>

namespace signalbox::fakes {

// A clock that moves only when told, and the loop that goes with it: no thread, no sleep.
// run() executes what was posted; advance(d) fires the alarms due on the way, in order.
class ManualTime final : public Time {
public:
    [[nodiscard]] TimePoint now() const override { return now_; }

    void arm(Alarm& alarm, TimePoint when) override {
        if (alarm.armed_) disarm(alarm);
        alarm.due = when;
        Alarm** place = &first_;
        Alarm* before = nullptr;
        while (*place != nullptr && (*place)->due <= when) {
            before = *place;
            place = &(*place)->next_alarm;
        }
        alarm.next_alarm = *place;
        alarm.previous_alarm = before;
        if (alarm.next_alarm != nullptr) alarm.next_alarm->previous_alarm = &alarm;
        *place = &alarm;
        alarm.armed_ = true;
    }

    void disarm(Alarm& alarm) override {
        (alarm.previous_alarm != nullptr ? alarm.previous_alarm->next_alarm : first_) = alarm.next_alarm;
        if (alarm.next_alarm != nullptr) alarm.next_alarm->previous_alarm = alarm.previous_alarm;
        alarm.next_alarm = alarm.previous_alarm = nullptr;
        alarm.armed_ = false;
    }

    void post(void (*run)(void*), void* self) override { posted_.emplace_back(run, self); }

    // Executes everything posted, also what that posts.
    void run() {
        while (!posted_.empty()) {
            auto const [function, self] = posted_.front();
            posted_.pop_front();
            function(self);
        }
    }

    void advance(Duration by) {
        auto const end = now_ + by;
        run();
        while (first_ != nullptr && first_->due <= end) {
            auto& alarm = *first_;
            now_ = std::max(now_, alarm.due);
            disarm(alarm);
            alarm.fire();
            run();
        }
        now_ = end;
    }

    // True while somebody waits for a moment to come.
    [[nodiscard]] bool somebody_waits() const { return first_ != nullptr; }

    // Moves to the next alarms until nobody waits, at most `limit` in all.
    void run_out(Duration limit = std::chrono::hours{1}) {
        auto const end = now_ + limit;
        run();
        while (first_ != nullptr && first_->due <= end) advance(first_->due - now_);
    }

private:
    TimePoint now_{std::chrono::hours{1000}};
    Alarm* first_ = nullptr;
    std::deque<std::pair<void (*)(void*), void*>> posted_;
};

}  // namespace signalbox::fakes
