#pragma once

#include "core/error.hpp"
#include "core/spare_text.hpp"
#include "pipeline/provider.hpp"
#include "wire/openai_answer.hpp"
#include "wire/sse_decoder.hpp"

#include <string>
#include <string_view>

namespace signalbox {

struct OpenAiStreamLimits {
    std::size_t event = 1 << 20;
    std::size_t answer = 16 << 20;  // text, reasoning and tool calls together
    std::size_t held_events = 64;   // without content, before the first token
    std::size_t held_bytes = 256 * 1024;
};

// Turns the bytes of one streamed answer into deltas: one for all that a read brought.
//
// Nothing is ready before the first real token: role chunks and the like are held and leave
// together with it, so that an answer that dies before is no answer. Beyond the limits of the hold
// such chunks are dropped. Usage-only chunks and [DONE] never leave.
// No sockets, no clock. `reader` and `spare` outlive it. Threads: one loop.
class OpenAiStream {
public:
    OpenAiStream(wire::JsonReader& reader, SpareText& spare, OpenAiStreamLimits const& limits = {});

    // Takes bytes of the body. True when they brought a token. What was read before an error is ready.
    // Errors: provider_protocol, or the class of an error the provider sent.
    [[nodiscard]] Result<bool> feed(std::string_view bytes);

    [[nodiscard]] bool ready() const { return started_ && (!frames_.empty() || delivered_ < content_.size()); }
    // All since the last taken(). REQUIRES: ready(). Lives until taken() or feed().
    [[nodiscard]] Delta delta() const;
    void taken();

    // Saw [DONE]; later bytes are ignored.
    [[nodiscard]] bool done() const { return done_; }
    // The answer is complete, even if [DONE] never comes.
    [[nodiscard]] bool finished() const { return completion_.finished(); }
    // Bytes of text, reasoning and tool calls so far.
    [[nodiscard]] std::size_t size() const { return size_; }

    // Content, finish reason, usage if the provider told. Ends the stream's use.
    [[nodiscard]] ExecutionResult result();
    [[nodiscard]] bool has_usage() const { return completion_.usage().has_value(); }

private:
    [[nodiscard]] Result<bool> take(wire::SseEvent const& event);
    void keep_frame(wire::SseEvent const& event, wire::CompletionStream::Piece const& piece);

    OpenAiStreamLimits limits_;
    wire::JsonReader& reader_;
    SpareText& spare_;
    wire::SseDecoder events_;
    wire::CompletionStream completion_;
    std::string content_;
    std::size_t delivered_ = 0;  // of content_
    std::string reasoning_;      // since the last taken()
    std::string frames_;         // since the last taken()
    std::size_t held_ = 0;
    std::size_t size_ = 0;
    bool started_ = false;     // the first token came
    bool tool_calls_ = false;  // since the last taken()
    bool finish_ = false;      // frames_ has a finish_reason
    bool done_ = false;
};

}  // namespace signalbox
