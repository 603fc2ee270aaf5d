#pragma once

#include <simdjson.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace signalbox::wire {

class JsonReader;

// Which tool call each fragment of a stream belongs to. Clients put calls together by `index`; some providers
// leave it out, send it as text, or repeat the id in its stead. A fragment without an index from 0 to 1,000 begins
// the next call when it has an id of its own, and else belongs to the call before it.
class ToolCallIndices {
public:
    // One chunk's `tool_calls`. True when some of them must be put right with append_indexed_chunk.
    [[nodiscard]] bool read(simdjson::dom::array calls);
    // Of the calls of the last read(), in their order.
    [[nodiscard]] std::span<std::int64_t const> of_chunk() const { return of_chunk_; }

private:
    [[nodiscard]] std::int64_t place(simdjson::dom::element call, bool& right);

    std::int64_t latest_ = -1;
    std::string latest_id_;
    std::vector<std::int64_t> of_chunk_;
};

// Appends a chunk as append_chunk_frame does, with these indices in the tool calls of its first choice.
// REQUIRES: `data` was read by CompletionStream.
void append_indexed_chunk(std::string& out, std::string_view data, std::span<std::int64_t const> indices,
                          JsonReader& reader);

}  // namespace signalbox::wire
