#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/chunk_deltas.hpp"
#include "wire/json_document.hpp"
#include "wire/response_object.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// Answers in the shape of OpenAI's Responses API, whatever model answered.
namespace signalbox::wire {

// A whole response. `completion` is the answer as `chat.completion` when the provider had one
// (ExecutionResult::raw), else empty: then the text of `execution` is all there is.
// Errors: provider_protocol when `completion` is none.
[[nodiscard]] Result<void> append_response(std::string& out, ResponseIdentity const& identity,
                                           ExecutionResult const& execution, std::string_view completion,
                                           JsonReader& reader);

// Writes one answer as the events of a stream, each with its name, the next sequence number and a blank line.
//
//   ResponseEventWriter events{identity};   then for each delta, in order,
//   events.frames(out, delta.frames, reader)  where it has frames, else events.text(out, delta.text);
//   at the end events.finish(out, reason, usage), or events.fail(out, error).
// Items are opened and closed as the answer goes; response.created comes with the first of them. Reasoning is
// not told, only counted. Threads: one loop.
class ResponseEventWriter {
public:
    explicit ResponseEventWriter(ResponseIdentity const& identity);

    void text(std::string& out, std::string_view text) { words(out, Kind::text, text); }
    // Frames of a `chat.completion.chunk` stream. Errors: those of ChunkDeltas.
    [[nodiscard]] Result<void> frames(std::string& out, std::string_view frames, JsonReader& reader);
    void finish(std::string& out, FinishReason reason, Usage const& usage);
    // Both ways in which clients look for a failure: response.failed, then an `error` event.
    void fail(std::string& out, Error const& error);

private:
    class Items;
    enum class Kind : std::uint8_t { none, text, refusal, call };
    [[nodiscard]] ResponseIdentity identity() const;
    void event(std::string& out, std::string_view name, auto&& write);
    void response_event(std::string& out, std::string_view name, ResponseState const& state);
    void start(std::string& out);
    void open_message(std::string& out, Kind kind);
    void open_call(std::string& out, std::string_view call_id, std::string_view name);
    void words(std::string& out, Kind kind, std::string_view text);
    void arguments(std::string& out, std::string_view fragment);
    void close(std::string& out, std::string_view status);
    void close_message(std::string& out, std::string_view status);
    void close_call(std::string& out, std::string_view status);
    void place(JsonWriter& json);

    std::string key_;
    std::int64_t created_;
    std::string model_;
    std::string echo_;
    ChunkDeltas deltas_;
    Kind open_ = Kind::none;
    int index_ = 0;     // of the open or next item
    std::string id_;    // of the open item
    std::string said_;  // its text or arguments
    std::string call_id_;
    std::string name_;
    std::string output_;  // the items that are closed, separated by commas
    std::string data_;    // of the event in work; reused
    std::int64_t sequence_ = 0;
    bool started_ = false;
};

}  // namespace signalbox::wire
