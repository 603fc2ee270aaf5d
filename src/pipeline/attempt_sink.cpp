#include "pipeline/attempt_sink.hpp"

#include <utility>

namespace signalbox {

namespace {
constexpr std::int64_t bytes_per_token = 4;
}

void AttemptSink::HoldAlarm::fire() { owner_.try_to_open(); }

AttemptSink::AttemptSink(Parts parts)
    : parts_{parts}, alarm_{parts.time, *this}, open_{parts.stream == StreamPolicy::optimistic} {
    // Without checks there is nothing to wait for, but the reader still cannot take anything back.
    if (parts_.stream == StreamPolicy::gated && !parts_.check_prefix) open_ = true;
}

void AttemptSink::on_delta(Delta const& delta) {
    if (!first_delta_) {
        first_delta_ = parts_.time.now();
        if (parts_.first_delta != nullptr) *parts_.first_delta = first_delta_;
    }
    arrived_bytes_ += static_cast<std::int64_t>(delta.text.size() + delta.reasoning.size());
    if (parts_.stream == StreamPolicy::off || !findings_.empty()) return;
    if (open_) {
        pass(delta);
        parts_.sink.flush();
        return;
    }
    hold(delta);
    if (parts_.stream != StreamPolicy::gated) return;
    if (held_->tools || std::ssize(held_->text) >= parts_.policy.hold_tokens * bytes_per_token) {
        try_to_open();
    } else if (!alarm_.armed()) {
        alarm_.arm(parts_.time.now() + parts_.policy.hold_time);
    }
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

void AttemptSink::try_to_open() {
    if (open_ || !findings_.empty()) return;
    if (held_ && !held_->tools) {
        findings_ = check_answer({.context = &parts_.context, .answer = held_->text, .finished = false});
        if (!findings_.empty()) return parts_.attempt.request(Errc::cancelled);
    }
    release();
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
}

bool AttemptSink::behind() const { return open_ && parts_.sink.behind(); }

Task<void> AttemptSink::caught_up() { co_await parts_.sink.caught_up(); }

}  // namespace signalbox
