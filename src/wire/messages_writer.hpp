#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/chunk_deltas.hpp"
#include "wire/json_document.hpp"
#include "wire/json_writer.hpp"

#include <string>
#include <string_view>

// Answers in the shape of Anthropic's Messages API, for clients that speak it, whatever model answered.
namespace signalbox::wire {

// Names one answer.
struct MessageIdentity {
    std::string_view id;  // "msg_..."
    std::string_view model;
};

// A whole message. `completion` is the answer as OpenAI's `chat.completion` when the provider had one
// (ExecutionResult::raw), else empty: then the text of `execution` is all there is.
// Errors: provider_protocol when `completion` is none.
[[nodiscard]] Result<void> append_message(std::string& out, MessageIdentity const& identity,
                                          ExecutionResult const& execution, std::string_view completion,
                                          JsonReader& reader);

// `{"type":"error","error":{"type","message"},"request_id"}`, the body of a refusal and the data of an `error` event.
void append_messages_problem(std::string& out, Error const& error, std::string_view request_id);

// Writes one answer as the events of a stream, each with its name and blank line.
//
//   MessageEventWriter events{identity, estimate};   then for each delta, in order,
//   events.frames(out, delta.frames, reader)  where it has frames, else events.text(out, delta.text);
//   at the end events.finish(out, reason, usage), or events.fail(out, error, request_id).
// Blocks are opened and closed as the answer goes; message_start comes with the first of them, so that nothing is
// said before there is something to say. Threads: one loop.
class MessageEventWriter {
public:
    // `input` is told at the start, when nobody knows better; finish() tells what was counted.
    MessageEventWriter(MessageIdentity const& identity, Tokens input)
        : id_{identity.id}, model_{identity.model}, input_{input} {}

    void text(std::string& out, std::string_view text);
    void reasoning(std::string& out, std::string_view text);
    // Frames of a `chat.completion.chunk` stream. Errors: those of ChunkDeltas.
    [[nodiscard]] Result<void> frames(std::string& out, std::string_view frames, JsonReader& reader);
    void finish(std::string& out, FinishReason reason, Usage const& usage);
    void fail(std::string& out, Error const& error, std::string_view request_id);

private:
    class Blocks;
    enum class Kind : std::uint8_t { none, text, thinking, tool };
    void start(std::string& out);
    void open(std::string& out, Kind kind, std::string_view block);
    void close(std::string& out);
    void delta(std::string& out, std::string_view type, std::string_view member, std::string_view text);

    std::string id_;
    std::string model_;
    Tokens input_;
    Kind open_ = Kind::none;
    ChunkDeltas deltas_;
    int block_ = 0;  // index of the open or next block
    bool started_ = false;
};

}  // namespace signalbox::wire
