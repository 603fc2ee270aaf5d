#include "pipeline/attempt_sink.hpp"

#include <utility>

namespace signalbox {

namespace {
constexpr std::int64_t bytes_per_token = 4;
}

void AttemptSink::HoldAlarm::fire() { owner_.try_to_open(); }

AttemptSink::AttemptSink(Parts parts)
    : parts_{parts},
      alarm_{parts.time, *this},
      open_{parts.stream == StreamPolicy::optimistic},
      watching_{parts.check},
      stays_{parts.continues} {
    // Without checks there is nothing to wait for, but the reader still cannot take anything back.
    if (parts_.stream == StreamPolicy::gated && !parts_.check) open_ = true;
}

void AttemptSink::on_delta(Delta const& delta) {
    if (!first_delta_) {
        first_delta_ = parts_.time.now();
        if (parts_.first_delta != nullptr) *parts_.first_delta = first_delta_;
    }
    arrived_bytes_ += static_cast<std::int64_t>(delta.text.size() + delta.reasoning.size());
    if (stop_) return;
    if (parts_.stream != StreamPolicy::off) take(delta);
    if (watching_) watch(delta);
    if (parts_.stream == StreamPolicy::gated && !open_ && !stop_) wait_for_gate();
}

void AttemptSink::take(Delta const& delta) {
    if (!open_) return hold(delta);
    pass(delta);
    parts_.sink.flush();
}

void AttemptSink::pass(Delta const& delta) {
    if (!committed_ && (parts_.stream != StreamPolicy::optimistic || delta.tool_calls)) {
        committed_ = true;
        parts_.sink.publish(event::Committed{parts_.nth});
    }
    passed_any_ = true;
    parts_.sink.publish(event::Arrived{parts_.nth, delta, parts_.model});
}

void AttemptSink::hold(Delta const& delta) {
    if (!held_) held_ = std::make_unique<Held>();
    held_->text += delta.text;
    held_->reasoning += delta.reasoning;
    held_->frames += delta.frames;
    held_->tools = held_->tools || delta.tool_calls;
    held_->finish = held_->finish || delta.finish;
}

void AttemptSink::watch(Delta const& delta) {
    // A tool call is beyond judging; with a text that is whole there is nothing left to stop.
    if (delta.tool_calls || delta.finish) return end_watch();
    if (delta.text.empty()) return;
    if (!checks_) begin_checks();
    if (checks_->feed(delta.text)) return found(delta.so_far);
    if (checks_->over()) end_watch();
}

void AttemptSink::begin_checks() {
    checks_ = std::make_unique<ProgressiveChecks>(parts_.context);
    if (stays_) checks_->commit();
}

void AttemptSink::end_watch() {
    watching_ = false;
    checks_.reset();
}

void AttemptSink::found(std::string_view so_far) {
    auto& findings = checks_->findings();
    if (!stays_ && parts_.successor != nullptr && !parts_.successor->follows(verdict_of(findings))) {
        stays_ = true;
        return begin_checks();
    }
    stop_ = std::make_unique<Stop>(findings, std::string{held_ ? std::string_view{held_->text} : so_far});
    end_watch();
    alarm_.disarm();
    parts_.attempt.request(Errc::cancelled);
}

void AttemptSink::wait_for_gate() {
    if (held_->tools || std::ssize(held_->text) >= parts_.policy.hold_tokens * bytes_per_token) {
        try_to_open();
    } else if (!alarm_.armed()) {
        alarm_.arm(parts_.time.now() + parts_.policy.hold_time);
    }
}

void AttemptSink::try_to_open() {
    if (open_ || stop_) return;
    // All is there but the provider's last word: the whole is checked in a moment.
    if (held_ && held_->finish && !held_->tools) return;
    if (checks_ && checks_->look()) found({});
    if (!stop_) release();
}

void AttemptSink::release() {
    alarm_.disarm();
    if (open_ || parts_.stream == StreamPolicy::off) return;
    open_ = true;
    auto const held = held_ ? std::exchange(held_, {}) : std::make_unique<Held>();
    pass({.text = held->text,
          .reasoning = held->reasoning,
          .frames = held->frames,
          .tool_calls = held->tools,
          .finish = held->finish});
    parts_.sink.flush();
    stays_ = true;
    if (checks_) checks_->commit();
}

bool AttemptSink::behind() const { return open_ && parts_.sink.behind(); }

Task<void> AttemptSink::caught_up() { co_await parts_.sink.caught_up(); }

}  // namespace signalbox
