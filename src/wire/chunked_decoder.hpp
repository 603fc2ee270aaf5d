#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::wire {

struct ChunkedLimits {
    std::size_t line = 256;           // chunk size line with extensions
    std::size_t trailers = 4 * 1024;  // read and ignored
    std::uint64_t body = 32ULL << 20;
};

// Takes the chunked coding (RFC 9112, section 7.1) off a message body, in pieces of any size.
class ChunkedDecoder {
public:
    explicit ChunkedDecoder(ChunkedLimits limits = {}) : limits_{limits} {}

    // Consumes from the front of `bytes` and appends the decoded body to `out`. Stops behind the
    // last trailer: what is left in `bytes` then belongs to the next message.
    // Errors: bad_request for broken framing, request_too_large above the body limit.
    [[nodiscard]] Result<void> feed(std::string_view& bytes, std::string& out);
    // The same, with the decoded body moved together at the beginning of `buffer`.
    struct InPlace {
        std::string_view body;
        std::string_view rest;
    };
    [[nodiscard]] Result<InPlace> feed(std::span<char> buffer);
    [[nodiscard]] bool finished() const { return state_ == State::finished; }
    void reset();

private:
    template <class Out>
    [[nodiscard]] Result<void> decode(std::string_view& bytes, Out& out);

    enum class State : std::uint8_t { size_line, data, data_end, trailer, finished };
    [[nodiscard]] Result<bool> take_line(std::string_view& bytes, std::size_t limit, std::string_view& line);
    [[nodiscard]] Result<void> begin_chunk(std::string_view line);
    [[nodiscard]] Result<void> end_trailer(std::string_view line);

    ChunkedLimits limits_;
    State state_ = State::size_line;
    std::string line_;  // the part of one that came so far
    std::uint64_t left_ = 0;
    std::uint64_t total_ = 0;
    std::size_t trailer_bytes_ = 0;
};

}  // namespace signalbox::wire
