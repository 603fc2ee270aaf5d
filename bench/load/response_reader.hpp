#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace load {

// Reads HTTP/1.1 answers from bytes as they come; strict about framing, because it is the judge.
class ResponseReader {
public:
    enum class State { head, body, complete, broken };

    // Takes bytes of the current answer. Body bytes, freed from the chunk framing, are added to body().
    State feed(std::string_view bytes);
    // The connection ended: completes a body without length, breaks everything else.
    State end();
    void next();  // gets ready for the next answer

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] bool keep_alive() const { return keep_alive_; }
    // What has come of the body and was not consumed.
    [[nodiscard]] std::string_view body() const { return std::string_view{body_}.substr(consumed_); }
    void consume(std::size_t bytes);

private:
    enum class Framing { length, chunked, until_end };

    bool read_head();
    void read_line(std::string_view line);
    void read_body(std::string_view bytes);
    void read_chunks();

    State state_ = State::head;
    Framing framing_ = Framing::until_end;
    int status_ = 0;
    bool keep_alive_ = true;
    std::size_t left_ = 0;  // of a body with length, or of the current chunk
    bool in_chunk_ = false;
    std::string raw_;  // head, or chunked bytes that cannot be decoded yet
    std::string body_;
    std::size_t consumed_ = 0;
};

}  // namespace load
