#pragma once

#include "server/inbound.hpp"
#include "server/server.hpp"
#include "wire/chunked_decoder.hpp"
#include "wire/http_head.hpp"

#include <string>

namespace signalbox::server {

// Reads requests off one connection, one after the other: the head, and its body when asked to.
// Deadlines are absolute for each phase: a byte now and then does not move them.
class RequestReader {
public:
    // Both outlive it.
    RequestReader(net::Loop& loop, Inbound& in, ServerOptions const& options);

    // The next head. False: there is none, the client closed or idled too long, or stop() was called
    // while nothing had come. Errors: request_timeout, header_too_large, bad_request.
    Task<Result<bool>> next_head();
    // The body of the last head, into body(). False: the client left.
    // Errors: request_timeout, request_too_large, bad_request.
    Task<Result<bool>> read_body();
    // Takes bytes off the connection until it ends, for at most `limit` bytes and `time`.
    Task<void> discard(std::size_t limit, Duration time);
    // No further requests: ends next_head() when it waits for a first byte.
    void stop();

    // Of the last next_head(); its views live until the next one.
    [[nodiscard]] wire::RequestHead const& head() const { return head_; }
    [[nodiscard]] std::string_view body() const { return body_; }
    // Some of the body has not been read: the connection cannot go on.
    [[nodiscard]] bool body_left() const { return body_left_; }
    // The body lies ready behind its head: a 100 Continue would only cost.
    [[nodiscard]] bool body_is_here() const;
    // Reads a body that lies ready without keeping it, so that the connection can go on.
    void skip_body();
    // Gives back what the last request held.
    void forget();

private:
    [[nodiscard]] Result<bool> parse(std::size_t size);
    [[nodiscard]] std::unexpected<Error> refuse(Error error);
    Task<Result<bool>> read_sized(std::size_t size);
    Task<Result<bool>> read_chunked();

    net::Loop& loop_;
    Inbound& in_;
    ServerOptions const& options_;
    wire::HeadLimits limits_;
    std::string head_text_;  // what head_ points into
    wire::RequestHead head_;
    std::string body_;
    bool body_left_ = false;
    bool waiting_ = false;  // for the first byte of a request
    bool stopped_ = false;
};

}  // namespace signalbox::server
