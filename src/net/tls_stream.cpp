#include "net/tls_stream.hpp"

#include <climits>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>

namespace signalbox::net {

namespace {

int clamped(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

}  // namespace

struct TlsStream::Transport {
    static TlsStream& of(BIO* bio) { return *static_cast<TlsStream*>(BIO_get_data(bio)); }

    static int tell(BIO* bio, IoResult const& result) {
        BIO_clear_retry_flags(bio);
        if (result.ok()) return static_cast<int>(result.bytes);
        of(bio).ended_ = result.state == IoResult::State::closed;
        return of(bio).ended_ ? 0 : -1;
    }

    static int read(BIO* bio, char* into, int size) {
        auto const result = try_read(of(bio).socket_, {into, static_cast<std::size_t>(size)});
        auto const code = tell(bio, result);
        if (result.would_block()) BIO_set_retry_read(bio);
        return code;
    }

    static int write(BIO* bio, char const* bytes, int size) {
        auto const result = try_write(of(bio).socket_, {bytes, static_cast<std::size_t>(size)});
        auto const code = tell(bio, result);
        if (result.would_block()) BIO_set_retry_write(bio);
        return code;
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }
};

BIO_METHOD* TlsStream::make_socket_method() {
    auto* method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "signalbox socket");
    if (method == nullptr) return nullptr;
    BIO_meth_set_read(method, &Transport::read);
    BIO_meth_set_write(method, &Transport::write);
    BIO_meth_set_ctrl(method, &Transport::control);
    return method;
}

TlsStream::TlsStream(TlsContext const& context, Socket& socket, std::string const& host)
    : socket_{socket}, connection_{context.open(host)} {
    if (connection_ == nullptr) return;
    auto* bio = BIO_new(context.socket_method());
    if (bio == nullptr) {
        connection_.reset();
        return;
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(connection_.get(), bio, bio);
}

// Says goodbye: without it OpenSSL holds the session for broken, and the next connection cannot resume it.
TlsStream::~TlsStream() {
    if (connection_ == nullptr || failed_ || SSL_is_init_finished(connection_.get()) == 0) return;
    if (ended_) SSL_set_quiet_shutdown(connection_.get(), 1);
    ERR_clear_error();
    SSL_shutdown(connection_.get());
}

IoResult TlsStream::handshake() {
    if (connection_ == nullptr) return {IoResult::State::error, 0, 0};
    ERR_clear_error();
    auto const code = SSL_do_handshake(connection_.get());
    return code == 1 ? IoResult{} : outcome(code);
}

IoResult TlsStream::read(std::span<char> into) {
    ERR_clear_error();
    auto const code = SSL_read(connection_.get(), into.data(), clamped(into.size()));
    return outcome(code);
}

IoResult TlsStream::write(std::string_view bytes) {
    if (bytes.empty()) return {};
    ERR_clear_error();
    auto const code = SSL_write(connection_.get(), bytes.data(), clamped(bytes.size()));
    return outcome(code);
}

IoResult TlsStream::outcome(int code) {
    using State = IoResult::State;
    if (code > 0) return {State::ok, static_cast<std::size_t>(code), 0};
    auto const error = SSL_get_error(connection_.get(), code);
    wants_write_ = error == SSL_ERROR_WANT_WRITE;
    if (wants_write_ || error == SSL_ERROR_WANT_READ) return {State::would_block, 0, 0};
    failed_ = error != SSL_ERROR_ZERO_RETURN;
    if (ended_ || !failed_) return {State::closed, 0, 0};
    return {State::error, 0, 0};
}

std::string TlsStream::problem() const {
    if (connection_ == nullptr) return "out of memory";
    if (ended_) return "the peer closed the connection";
    auto const verified = SSL_get_verify_result(connection_.get());
    if (verified != X509_V_OK) return X509_verify_cert_error_string(verified);
    auto const* reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "the peer does not speak TLS";
}

}  // namespace signalbox::net
