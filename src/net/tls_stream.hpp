#pragma once

#include "net/socket_io.hpp"
#include "net/tls_context.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::net {

// TLS over a non-blocking socket: every call does what it can at once, like try_read and try_write.
// After would_block, wants_write() tells which direction to wait for.
// A refused write must be repeated with the same bytes. Context and socket outlive it.
class TlsStream {
public:
    TlsStream(TlsContext const& context, Socket& socket, std::string const& host);
    ~TlsStream();
    TlsStream(TlsStream const&) = delete;
    TlsStream& operator=(TlsStream const&) = delete;

    // `ok` when the peer's certificate was verified for the host and keys are agreed on.
    [[nodiscard]] IoResult handshake();
    [[nodiscard]] IoResult read(std::span<char> into);
    [[nodiscard]] IoResult write(std::string_view bytes);
    [[nodiscard]] bool wants_write() const { return wants_write_; }
    // Why the handshake failed, in OpenSSL's words.
    [[nodiscard]] std::string problem() const;

    // The transport below OpenSSL: our own, because OpenSSL's writes raise SIGPIPE.
    [[nodiscard]] static BIO_METHOD* make_socket_method();

private:
    struct Transport;
    IoResult outcome(int code);

    Socket& socket_;
    std::unique_ptr<SSL, TlsContext::Free> connection_;
    bool wants_write_ = false;
    bool ended_ = false;   // the socket has ended
    bool failed_ = false;  // OpenSSL wants no more calls
};

}  // namespace signalbox::net
