#pragma once

#include "core/error.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace signalbox::net {

// What the TLS connections of one client share: trusted authorities, protocol floor (TLS 1.2), and
// the last session, so that a new connection resumes it instead of a full handshake.
class TlsContext {
public:
    // `ca_file` empty: the system's authorities. Errors: provider_unreachable.
    [[nodiscard]] static Result<std::unique_ptr<TlsContext>> create(std::string const& ca_file);
    TlsContext(TlsContext const&) = delete;
    TlsContext& operator=(TlsContext const&) = delete;

    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
        void operator()(SSL* connection) const { SSL_free(connection); }
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
        void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
    };

    // A connection that will verify `host` (a name, or an address literal); null when out of memory.
    [[nodiscard]] std::unique_ptr<SSL, Free> open(std::string const& host) const;
    [[nodiscard]] BIO_METHOD const* socket_method() const { return method_.get(); }

private:
    TlsContext() = default;
    static int keep_session(SSL* connection, SSL_SESSION* session);

    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<BIO_METHOD, Free> method_;
    std::unique_ptr<SSL_SESSION, Free> session_;
};

}  // namespace signalbox::net
