#pragma once

#include "server/progress_frames.hpp"
#include "server/stream_body.hpp"
#include "wire/openai_writer.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox::server {

// The reader of a streamed chat completion: `chat.completion.chunk` frames, then [DONE].
//
// A provider's own frames pass as they are; plain text is written as chunks of ours. Nothing
// leaves before the first token, so that a failure until then is an error with its own status;
// after it a failure is one last `data: {"error": ...}` without [DONE].
class ChatSink final : public EventSink {
public:
    struct Wishes {
        bool include_usage = false;
        bool events = false;  // progress events between the chunks
        bool emoji = true;
    };
    ChatSink(Exchange& exchange, Wishes wishes);

    void publish(Event const& event) override;
    void flush() override { body_.flush(); }
    [[nodiscard]] bool wants_analysis() const override { return wishes_.events; }
    [[nodiscard]] bool behind() const override { return body_.behind(); }
    Task<void> caught_up() override { return body_.caught_up(); }

    [[nodiscard]] StreamBody const& body() const { return body_; }

private:
    void arrived(event::Arrived const& event);
    void completed(ChainResult const& result);
    void failed(Error const& error);
    [[nodiscard]] wire::CompletionIdentity identity();

    Exchange& exchange_;
    Wishes wishes_;
    StreamBody body_;
    std::optional<ProgressFrames> progress_;
    std::string id_;
    std::string model_;
    std::int64_t created_;
    std::string first_frame_;   // the provider's: our closing chunks take over its identity
    int written_attempt_ = -1;  // whose role chunk has been written
    bool finish_seen_ = false;  // a passed frame had a finish_reason
    bool over_ = false;
};

}  // namespace signalbox::server
