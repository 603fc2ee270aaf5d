#pragma once

#include "net/socket.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace signalbox::net {

// What one non-blocking system call on a socket did.
struct IoResult {
    enum class State : std::uint8_t {
        ok,           // `bytes` were moved, at least one
        would_block,  // nothing now: wait with readable() or writable(), then try again
        closed,       // the peer has ended the stream (reading), or went away (writing)
        error,        // anything else; `system_error` is the errno
    };
    State state = State::ok;
    std::size_t bytes = 0;
    int system_error = 0;
    [[nodiscard]] bool ok() const { return state == State::ok; }
    [[nodiscard]] bool would_block() const { return state == State::would_block; }
};

// Each is exactly one system call, never blocks and never raises SIGPIPE. An interrupted call is repeated.
// They do not depend on the socket's own blocking mode.
[[nodiscard]] IoResult try_read(Socket& socket, std::span<char> into);
[[nodiscard]] IoResult try_write(Socket& socket, std::string_view bytes);

// Sends the pieces in order, as far as they go, in one system call. At most 8 pieces; empty ones are allowed.
[[nodiscard]] IoResult try_writev(Socket& socket, std::span<std::string_view const> pieces);

// Takes `sent` bytes off the front of the pieces, after a partial try_writev.
void advance(std::span<std::string_view> pieces, std::size_t sent);

// Looks without taking: `ok` when bytes wait, `would_block` when the connection is quiet and open.
[[nodiscard]] IoResult peek(Socket& socket);

}  // namespace signalbox::net
