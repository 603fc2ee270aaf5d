#include "server/run_log_sink.hpp"

#include <utility>

namespace signalbox::server {

RunLogSink::RunLogSink(RunLog& log, RunFacts& facts, Signal& room, Cancellation& cancellation, ProgressFrames frames)
    : log_{log}, facts_{facts}, room_{room}, cancellation_{cancellation}, frames_{std::move(frames)} {}

void RunLogSink::publish(Event const& event) {
    if (over_) return;
    facts_.observe(event);
    frame_.clear();
    frames_.append(frame_, event);
    if (!frame_.empty()) log_.append(frame_);
    if (!std::holds_alternative<event::Failed>(event) && !std::holds_alternative<event::Completed>(event)) return;
    over_ = true;
    log_.end();
}

Task<void> RunLogSink::caught_up() {
    Cancellation::Hook const hook{cancellation_, [](void* room) { static_cast<Signal*>(room)->set(); }, &room_};
    while (!cancellation_.requested() && log_.full()) co_await room_.wait();
}

}  // namespace signalbox::server
