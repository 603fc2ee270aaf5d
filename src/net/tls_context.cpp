#include "net/tls_context.hpp"

#include "net/address_policy.hpp"
#include "net/tls_stream.hpp"

#include <openssl/x509v3.h>

#include <array>

namespace signalbox::net {

Result<std::unique_ptr<TlsContext>> TlsContext::create(std::string const& ca_file) {
    std::unique_ptr<TlsContext> made{new TlsContext};
    made->context_.reset(SSL_CTX_new(TLS_client_method()));
    made->method_.reset(TlsStream::make_socket_method());
    auto* context = made->context_.get();
    if (context == nullptr || made->method_ == nullptr) return fail(Errc::provider_unreachable, "TLS is not available");

    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    // Buffers go back while a connection idles; a write may be repeated from another address.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);  // one recv for header and record, not two
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_app_data(context, made.get());
    SSL_CTX_sess_set_new_cb(context, &keep_session);

    auto const trusted = ca_file.empty() ? SSL_CTX_set_default_verify_paths(context)
                                         : SSL_CTX_load_verify_locations(context, ca_file.c_str(), nullptr);
    if (trusted != 1) return fail(Errc::provider_unreachable, "cannot read the certificate authorities");
    return made;
}

std::unique_ptr<SSL, TlsContext::Free> TlsContext::open(std::string const& host) const {
    std::unique_ptr<SSL, Free> connection{SSL_new(context_.get())};
    if (connection == nullptr) return nullptr;
    auto* ssl = connection.get();
    SSL_set_connect_state(ssl);
    if (literal_address(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
    } else {
        SSL_set_tlsext_host_name(ssl, host.c_str());
        SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        SSL_set1_host(ssl, host.c_str());
    }
    static constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(ssl, http_1_1.data(), http_1_1.size());
    if (session_ != nullptr) SSL_set_session(ssl, session_.get());
    return connection;
}

int TlsContext::keep_session(SSL* connection, SSL_SESSION* session) {
    auto* self = static_cast<TlsContext*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
    self->session_.reset(session);
    return 1;  // the reference is ours now
}

}  // namespace signalbox::net
