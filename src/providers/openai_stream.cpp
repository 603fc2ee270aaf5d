#include "providers/openai_stream.hpp"

#include <utility>

namespace signalbox {

namespace {

constexpr std::size_t kept_capacity = 4096;  // of a buffer, between deltas

void empty_out(std::string& text) {
    if (text.capacity() > kept_capacity) std::string{}.swap(text);
    text.clear();
}

}  // namespace

OpenAiStream::OpenAiStream(wire::JsonReader& reader, SpareText& spare, OpenAiStreamLimits const& limits)
    : limits_{limits}, reader_{reader}, spare_{spare}, events_{limits.event}, completion_{reader} {}

Result<bool> OpenAiStream::feed(std::string_view bytes) {
    if (done_) return false;
    events_.feed(bytes);
    bool token = false;
    for (wire::SseEvent event; !done_;) {
        auto const more = events_.next(event);
        if (!more) return more;
        if (!*more) break;
        auto const taken = take(event);
        if (!taken) return taken;
        token = token || *taken;
    }
    return token;
}

Result<bool> OpenAiStream::take(wire::SseEvent const& event) {
    auto const piece = completion_.chunk(event.data);
    if (!piece) return std::unexpected{piece.error()};
    done_ = piece->done;
    if (done_ || piece->usage_only) return false;

    size_ += piece->text.size() + piece->reasoning.size() + (piece->tool_calls ? event.data.size() : 0);
    if (size_ > limits_.answer) return fail(Errc::provider_protocol, "the provider's answer is too large");
    content_.append(piece->text);
    reasoning_.append(piece->reasoning);
    tool_calls_ = tool_calls_ || piece->tool_calls;
    keep_frame(event, *piece);
    return piece->content;
}

void OpenAiStream::keep_frame(wire::SseEvent const& event, wire::CompletionStream::Piece const& piece) {
    if (piece.content) started_ = true;
    if (!started_) {
        if (held_ == limits_.held_events || frames_.size() + event.data.size() > limits_.held_bytes) return;
        ++held_;
    }
    finish_ = finish_ || piece.finish;
    spare_.lend(frames_);
    if (piece.misplaced) {
        wire::append_indexed_chunk(frames_, event.data, completion_.call_indices(), reader_);
    } else if (event.frame.empty() || piece.has_usage) {
        wire::append_chunk_frame(frames_, event.data);
    } else {
        frames_.append(event.frame);
    }
}

Delta OpenAiStream::delta() const {
    return {.text = std::string_view{content_}.substr(delivered_),
            .reasoning = reasoning_,
            .frames = frames_,
            .tool_calls = tool_calls_,
            .finish = finish_,
            .so_far = content_};
}

void OpenAiStream::taken() {
    delivered_ = content_.size();
    empty_out(reasoning_);
    spare_.take_back(frames_);
    tool_calls_ = finish_ = false;
}

ExecutionResult OpenAiStream::result() {
    ExecutionResult result;
    result.content = std::exchange(content_, {});
    result.finish_reason = completion_.finish_reason();
    result.tool_calls = completion_.tool_calls();
    if (auto const& usage = completion_.usage()) result.usage = *usage;
    return result;
}

}  // namespace signalbox
