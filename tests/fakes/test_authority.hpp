#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>
#include <unistd.h>

namespace signalbox::fakes {

// A certificate authority made for one test, with one server certificate for "localhost". Its own
// certificate is in ca_file() until it is destroyed.
class TestAuthority {
public:
    TestAuthority() : ca_key_{EVP_EC_gen("P-256")}, server_key_{EVP_EC_gen("P-256")} {
        ca_.reset(certificate("Test Authority", ca_key_.get(), nullptr, "CA:TRUE", nullptr));
        server_.reset(certificate("localhost", server_key_.get(), ca_.get(), "CA:FALSE", "DNS:localhost"));
        file_ = std::string{P_tmpdir} + "/signalbox-ca-XXXXXX";
        auto const descriptor = ::mkstemp(file_.data());
        auto* out = ::fdopen(descriptor, "w");
        PEM_write_X509(out, ca_.get());
        std::fclose(out);
        context_.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(context_.get(), server_.get());
        SSL_CTX_use_PrivateKey(context_.get(), server_key_.get());
    }
    ~TestAuthority() { std::remove(file_.c_str()); }
    TestAuthority(TestAuthority const&) = delete;
    TestAuthority& operator=(TestAuthority const&) = delete;

    [[nodiscard]] std::string const& ca_file() const { return file_; }
    [[nodiscard]] SSL_CTX* server() const { return context_.get(); }

private:
    struct Free {
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
        void operator()(X509* certificate) const { X509_free(certificate); }
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    static void extend(X509* certificate, int kind, char const* value) {
        if (value == nullptr) return;
        auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }
    X509* certificate(char const* name, EVP_PKEY* key, X509* issuer, char const* constraints, char const* names) {
        auto* made = X509_new();
        X509_set_version(made, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(made), issuer == nullptr ? 1 : 2);
        X509_gmtime_adj(X509_getm_notBefore(made), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made), 3600);
        X509_set_pubkey(made, key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                                   reinterpret_cast<unsigned char const*>(name), -1, -1, 0);
        X509_set_issuer_name(made, X509_get_subject_name(issuer == nullptr ? made : issuer));
        extend(made, NID_basic_constraints, constraints);
        extend(made, NID_subject_alt_name, names);
        X509_sign(made, ca_key_.get(), EVP_sha256());
        return made;
    }
    std::unique_ptr<EVP_PKEY, Free> ca_key_;
    std::unique_ptr<EVP_PKEY, Free> server_key_;
    std::unique_ptr<X509, Free> ca_;
    std::unique_ptr<X509, Free> server_;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::string file_;
};

}  // namespace signalbox::fakes
