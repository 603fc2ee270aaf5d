#pragma once

#include "server/progress_frames.hpp"
#include "server/stream_body.hpp"

namespace signalbox::server {

// The reader of an orchestration stream: every event at once, as a `progress` frame.
// A run that fails before anything has left is not a stream but an error with its own status.
class ProgressSink final : public EventSink {
public:
    ProgressSink(Exchange& exchange, std::string run_id, bool emoji);

    void publish(Event const& event) override;
    void flush() override { body_.flush(); }
    [[nodiscard]] bool behind() const override { return body_.behind(); }
    Task<void> caught_up() override { return body_.caught_up(); }

    [[nodiscard]] StreamBody const& body() const { return body_; }

private:
    Exchange& exchange_;
    StreamBody body_;
    ProgressFrames frames_;
    bool over_ = false;
};

}  // namespace signalbox::server
