#pragma once

#include "core/error.hpp"
#include "pipeline/events.hpp"
#include "server/exchange.hpp"
#include "wire/openai_writer.hpp"

#include <cstdint>
#include <string>

namespace signalbox::server {

// The frames of a streamed chat completion for an AnswerSink: `chat.completion.chunk`s, then [DONE].
//
// A provider's own frames pass as they are, behind a role chunk of ours when the first of them says no role; plain text
// is written as chunks of ours. A failure is one last `data: {"error": ...}` without [DONE].
class ChatFrames {
public:
    ChatFrames(Exchange& exchange, bool include_usage);

    Result<void> arrived(std::string& out, event::Arrived const& event);
    void completed(std::string& out, ChainResult const& result);
    void failed(std::string& out, Error const& error);

private:
    [[nodiscard]] wire::CompletionIdentity identity();
    void begin_passed(std::string& out, std::string_view frames);

    Exchange& exchange_;
    bool include_usage_;
    std::string id_;
    std::string model_;
    std::int64_t created_;
    std::string first_frame_;   // the provider's: our closing chunks take over its identity
    int written_attempt_ = -1;  // whose role chunk has been written
    bool finish_seen_ = false;  // a passed frame had a finish_reason
};

}  // namespace signalbox::server
