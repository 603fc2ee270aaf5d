#include "wire/chunked_decoder.hpp"

#include "wire/head_scanner.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

namespace signalbox::wire {

namespace {

std::unexpected<Error> broken(std::string_view why) {
    return fail(Errc::bad_request, "the chunked body is broken: " + std::string{why});
}

int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

// `;name`, `;name=token` and `;name="text"`, with spaces only before the semicolon; they mean nothing here.
bool is_extension(std::string_view text) {
    auto quoted = false;
    auto escaped = false;
    for (auto const byte : text) {
        if (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') return false;
        if (byte == 0x7f) return false;
        if (escaped) {
            escaped = false;
        } else if (quoted && byte == '\\') {
            escaped = true;
        } else if (byte == '"') {
            quoted = !quoted;
        }
    }
    auto const behind = without_space(text);
    return !quoted && behind.size() > 1 && behind.front() == ';' && (is_token(behind[1]) || behind[1] == ' ');
}

std::optional<std::uint64_t> read_size(std::string_view line) {
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    std::uint64_t size = 0;
    std::size_t digits = 0;
    for (; digits < line.size() && hex_digit(line[digits]) >= 0; ++digits) {
        if (size > largest >> 4U) return std::nullopt;
        size = size << 4U | static_cast<std::uint64_t>(hex_digit(line[digits]));
    }
    auto const rest = line.substr(digits);
    if (digits == 0 || (!rest.empty() && !is_extension(rest))) return std::nullopt;
    return size;
}

}  // namespace

void ChunkedDecoder::reset() {
    state_ = State::size_line;
    line_.clear();
    left_ = total_ = 0;
    trailer_bytes_ = 0;
}

// True when `line` is a whole one with its CRLF: in line_, or in the bytes if it lay whole in them.
Result<bool> ChunkedDecoder::take_line(std::string_view& bytes, std::size_t limit, std::string_view& line) {
    auto const lf = bytes.find('\n');
    auto const length = lf == std::string_view::npos ? bytes.size() : lf + 1;
    if (line_.empty() && lf != std::string_view::npos) {
        line = bytes.substr(0, length);
        if (length > limit + 2) return broken("a line is too long");
        bytes.remove_prefix(length);
        if (!line.ends_with("\r\n")) return broken("a line ends without CR");
        return true;
    }
    line_.append(bytes.substr(0, std::min(length, limit + 3 - std::min(line_.size(), limit + 3))));
    if (line_.size() > limit + 2) return broken("a line is too long");
    bytes.remove_prefix(length);
    if (lf == std::string_view::npos) {
        return line_.size() < limit + 2 ? Result<bool>{false} : broken("a line does not end where it must");
    }
    line = line_;
    if (!line.ends_with("\r\n")) return broken("a line ends without CR");
    return true;
}

Result<void> ChunkedDecoder::begin_chunk(std::string_view line) {
    auto const size = read_size(line.substr(0, line.size() - 2));
    if (!size) return broken("a chunk has no valid size");
    if (*size > limits_.body - std::min(total_, limits_.body)) {
        return fail(Errc::request_too_large, "the body is larger than " + std::to_string(limits_.body) + " bytes");
    }
    left_ = *size;
    total_ += *size;
    state_ = *size == 0 ? State::trailer : State::data;
    return {};
}

Result<void> ChunkedDecoder::end_trailer(std::string_view line) {
    if (line == "\r\n") {
        state_ = State::finished;
        return {};
    }
    auto rest = line;
    HeaderField ignored;
    if (!take_field(rest, ignored)) return broken("a trailer field is malformed");
    trailer_bytes_ += line.size();
    return {};
}

// `out` takes each piece of the body before the bytes behind it are looked at.
template <class Out>
Result<void> ChunkedDecoder::decode(std::string_view& bytes, Out& out) {
    while (!bytes.empty() && state_ != State::finished) {
        if (state_ == State::data) {
            auto const length = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
            out.append(bytes.substr(0, length));
            bytes.remove_prefix(length);
            left_ -= length;
            if (left_ > 0) continue;
            auto const ended = bytes.starts_with("\r\n");  // mostly in the same bytes
            if (ended) bytes.remove_prefix(2);
            state_ = ended ? State::size_line : State::data_end;
            continue;
        }
        auto const limit = state_ == State::size_line ? limits_.line
                           : state_ == State::trailer ? limits_.trailers - std::min(trailer_bytes_, limits_.trailers)
                                                      : 0;
        std::string_view line;
        auto const complete = take_line(bytes, limit, line);
        if (!complete) return std::unexpected{complete.error()};
        if (!*complete) return {};
        Result<void> step;
        if (state_ == State::size_line) {
            step = begin_chunk(line);
        } else if (state_ == State::trailer) {
            step = end_trailer(line);
        } else {
            state_ = State::size_line;
        }
        line_.clear();
        if (!step) return step;
    }
    return {};
}

Result<void> ChunkedDecoder::feed(std::string_view& bytes, std::string& out) { return decode(bytes, out); }

Result<ChunkedDecoder::InPlace> ChunkedDecoder::feed(std::span<char> buffer) {
    struct Front {
        char* end;
        void append(std::string_view piece) {
            std::memmove(end, piece.data(), piece.size());
            end += piece.size();
        }
    } front{buffer.data()};
    std::string_view rest{buffer.data(), buffer.size()};
    if (auto const decoded = decode(rest, front); !decoded) return std::unexpected{decoded.error()};
    return InPlace{.body = {buffer.data(), front.end}, .rest = rest};
}

}  // namespace signalbox::wire
