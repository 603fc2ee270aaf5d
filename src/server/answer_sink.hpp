#pragma once

#include "pipeline/events.hpp"
#include "server/progress_frames.hpp"
#include "server/stream_body.hpp"

#include <memory>
#include <optional>
#include <string>

namespace signalbox::server {

// The reader of one streamed answer, in the shape of whatever API its client speaks.
//
// Nothing leaves before the first token, so that a failure until then is an error with its own status; after it
// a failure is the last frame. `Frames` writes the bytes (chat_frames.hpp, message_frames.hpp, response_frames.hpp):
//   Result<void> arrived(std::string& out, event::Arrived const&);  an error: this shape has no words for it
//   void completed(std::string& out, ChainResult const&);           up to the shape's own end
//   void failed(std::string& out, Error const&);                    likewise
template <class Frames>
class AnswerSink final : public EventSink {
public:
    // `frames` outlives it. `events`: progress events between the frames.
    AnswerSink(Exchange& exchange, Frames& frames, bool events)
        : exchange_{exchange}, frames_{frames}, body_{exchange, exchange.options().commit_after} {
        if (events) progress_.emplace(std::string{}, exchange.services.orchestrator.snapshot()->chain.emoji);
    }

    void publish(Event const& event) override {
        if (over_) return;
        exchange_.facts.observe(event);
        if (auto const* const news = std::get_if<event::Arrived>(&event)) return arrived(*news);
        if (progress_) progress_->append(body_.pending(), event);
        if (auto const* const end = std::get_if<event::Completed>(&event)) {
            over_ = true;
            frames_.completed(body_.pending(), end->result);
            body_.end();
        }
        if (auto const* const end = std::get_if<event::Failed>(&event)) failed(end->error);
    }
    void flush() override { body_.flush(); }
    [[nodiscard]] bool wants_analysis() const override { return progress_.has_value(); }
    [[nodiscard]] bool behind() const override { return body_.behind(); }
    Task<void> caught_up() override { return body_.caught_up(); }

    [[nodiscard]] StreamBody const& body() const { return body_; }
    // What ended the answer here, whatever the run says: it could not be told. Null: nothing.
    [[nodiscard]] Error const* untold() const { return untold_.get(); }

private:
    void arrived(event::Arrived const& event) {
        auto told = frames_.arrived(body_.pending(), event);
        if (told) return;
        exchange_.cancellation.request(told.error().code);
        failed(told.error());
        untold_ = std::make_unique<Error>(std::move(told.error()));
    }
    void failed(Error const& error) {
        over_ = true;
        if (!body_.started()) return body_.abandon();
        frames_.failed(body_.pending(), error);
        body_.end();
    }

    Exchange& exchange_;
    Frames& frames_;
    StreamBody body_;
    std::optional<ProgressFrames> progress_;
    std::unique_ptr<Error> untold_;
    bool over_ = false;
};

}  // namespace signalbox::server
