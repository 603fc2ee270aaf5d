#include "net/timer_wheel.hpp"

#include <algorithm>

namespace signalbox::net {

namespace {

// "Never" is a year away: far enough, and safe to calculate with.
constexpr Duration never = std::chrono::hours{24 * 365};

}  // namespace

TimePoint TimerWheel::arm(Alarm& alarm, TimePoint when, TimePoint now) {
    disarm(alarm);
    // An empty wheel slept and did not count the ticks.
    if (empty()) current_ = std::max(current_, tick_at(now));
    alarm.due = std::min(when, now + never);
    auto const due_tick = tick_at(alarm.due + tick - Duration{1});
    auto const ahead = std::max<Tick>(due_tick - current_, 1);
    push(alarm, static_cast<std::size_t>(current_ + ahead) % slots);
    alarm.armed_ = true;
    ++armed_;
    return time_of(current_ + 1 + (ahead - 1) % static_cast<Tick>(slots));
}

void TimerWheel::disarm(Alarm& alarm) {
    if (!alarm.armed_) return;
    unlink(alarm);
    alarm.armed_ = false;
    --armed_;
}

void TimerWheel::advance(TimePoint now) {
    auto const last = tick_at(now);
    if (last <= current_) return;
    auto const steps = std::min<Tick>(last - current_, slots);
    auto const from = current_ + 1;
    current_ = last;
    for (Tick step = 0; step < steps; ++step) collect(static_cast<std::size_t>(from + step) % slots, now);
    while (auto* due = first_[firing]) {
        disarm(*due);
        due->fire();
    }
}

TimePoint TimerWheel::next_wake() const {
    auto const from = static_cast<std::size_t>(current_ + 1) % slots;
    // bitset counts up from one end only: look behind `from` first, then from the beginning.
    auto const found = from == 0 ? used_._Find_first() : used_._Find_next(from - 1);
    auto const slot = found < slots ? found : used_._Find_first() + slots;
    return time_of(current_ + 1 + static_cast<Tick>(slot - from));
}

void TimerWheel::push(Alarm& alarm, std::size_t slot) {
    alarm.slot = slot;
    alarm.previous_alarm = nullptr;
    alarm.next_alarm = first_[slot];
    if (alarm.next_alarm != nullptr) alarm.next_alarm->previous_alarm = &alarm;
    first_[slot] = &alarm;
    if (slot != firing) used_.set(slot);
}

void TimerWheel::unlink(Alarm& alarm) {
    (alarm.previous_alarm != nullptr ? alarm.previous_alarm->next_alarm : first_[alarm.slot]) = alarm.next_alarm;
    if (alarm.next_alarm != nullptr) alarm.next_alarm->previous_alarm = alarm.previous_alarm;
    alarm.next_alarm = alarm.previous_alarm = nullptr;
    if (alarm.slot != firing && first_[alarm.slot] == nullptr) used_.reset(alarm.slot);
}

void TimerWheel::collect(std::size_t slot, TimePoint now) {
    for (auto* alarm = first_[slot]; alarm != nullptr;) {
        auto* const next = alarm->next_alarm;
        if (alarm->due <= now) {
            unlink(*alarm);
            push(*alarm, firing);
        }
        alarm = next;
    }
}

}  // namespace signalbox::net
