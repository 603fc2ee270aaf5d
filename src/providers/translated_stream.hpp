#pragma once

#include "core/error.hpp"
#include "pipeline/provider.hpp"
#include "wire/answer_piece.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

struct TranslatedStreamLimits {
    std::size_t event = 1 << 20;
    std::size_t answer = 16 << 20;  // text, reasoning and tool calls together
};

// Turns the bytes of one streamed answer that is not in OpenAI's shape into deltas in that shape: one for all
// that a read brought. Nothing is ready before the first real token.
//
// `Events` cuts bytes into events: feed(bytes), then next(data) until it gives false. `Translator` reads them:
// event(data, frames) gives an AnswerPiece and appends frames; finished(), usage(), finish_reason(), tool_calls().
// No sockets, no clock. Threads: one loop.
template <class Events, class Translator>
class TranslatedStream {
public:
    TranslatedStream(Translator translator, TranslatedStreamLimits const& limits)
        : limits_{limits}, events_{limits.event}, translator_{std::move(translator)} {}

    // True when the bytes brought a token. What was read before an error is ready.
    // Errors: provider_protocol, or the class of an error the provider sent.
    [[nodiscard]] Result<bool> feed(std::string_view bytes) {
        events_.feed(bytes);
        bool token = false;
        for (std::string_view data; !done();) {
            auto const more = events_.next(data);
            if (!more) return more;
            if (!*more) break;
            auto const piece = translator_.event(data, frames_);
            if (!piece) return std::unexpected{piece.error()};
            size_ += piece->text.size() + piece->reasoning.size() + (piece->tool_calls ? data.size() : 0);
            if (size_ > limits_.answer) return fail(Errc::provider_protocol, "the provider's answer is too large");
            content_.append(piece->text);
            reasoning_.append(piece->reasoning);
            tool_calls_ = tool_calls_ || piece->tool_calls;
            finish_ = finish_ || piece->finish;
            token = token || piece->content;
            started_ = started_ || token;
        }
        return token;
    }

    [[nodiscard]] bool ready() const { return started_ && !frames_.empty(); }
    // All since the last taken(). REQUIRES: ready(). Lives until taken() or feed().
    [[nodiscard]] Delta delta() const {
        return {.text = std::string_view{content_}.substr(delivered_),
                .reasoning = reasoning_,
                .frames = frames_,
                .tool_calls = tool_calls_,
                .finish = finish_,
                .so_far = content_};
    }
    void taken() {
        delivered_ = content_.size();
        empty_out(reasoning_);
        empty_out(frames_);
        tool_calls_ = finish_ = false;
    }

    // Saw the terminator; later bytes are ignored. There is no other sign that the answer is complete.
    [[nodiscard]] bool done() const { return translator_.finished(); }
    [[nodiscard]] bool finished() const { return done(); }
    // Bytes of text, reasoning and tool calls so far.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool has_usage() const { return translator_.usage().has_value(); }

    // Content, finish reason, usage if the provider told. Ends the stream's use.
    [[nodiscard]] ExecutionResult result() {
        ExecutionResult result;
        result.content = std::exchange(content_, {});
        result.finish_reason = translator_.finish_reason();
        result.tool_calls = translator_.tool_calls();
        if (auto const usage = translator_.usage()) result.usage = *usage;
        return result;
    }

private:
    static void empty_out(std::string& text) {
        constexpr std::size_t kept_capacity = 4096;  // of a buffer, between deltas
        if (text.capacity() > kept_capacity) std::string{}.swap(text);
        text.clear();
    }

    TranslatedStreamLimits limits_;
    Events events_;
    Translator translator_;
    std::string content_;
    std::size_t delivered_ = 0;  // of content_
    std::string reasoning_;      // since the last taken()
    std::string frames_;         // since the last taken(), or since the start
    std::size_t size_ = 0;
    bool started_ = false;     // the first token came
    bool tool_calls_ = false;  // since the last taken()
    bool finish_ = false;      // frames_ has a finish_reason
};

}  // namespace signalbox
