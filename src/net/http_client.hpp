#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "net/loop.hpp"
#include "wire/http_head.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::net {

// Where a client talks to.
struct HttpOrigin {
    bool tls = false;
    std::string host;
    std::uint16_t port = 80;
};
// "https://api.openai.com/v1" -> origin and path prefix "/v1". Errors: invalid_value.
// https everywhere; plain http only to loopback. Link-local and metadata addresses are refused, after resolving too.
struct HttpUrl {
    HttpOrigin origin;
    std::string path;
};
[[nodiscard]] Result<HttpUrl> parse_url(std::string_view url);

struct HttpClientOptions {
    Duration resolve = std::chrono::seconds{2};
    Duration connect = std::chrono::seconds{2};  // TCP and TLS handshake each
    std::size_t idle_connections = 64;           // kept per client
    Duration idle_time = std::chrono::seconds{30};
    // For so long after its last request a client that has lost its last idle connection opens another one, so that the
    // next request waits for no handshake; ten times in all between two requests. Zero: never.
    Duration keep_warm = Duration::zero();
    std::size_t max_head = 64 * 1024;
    std::string ca_file;  // "" : the system's
};

// One request to send. `head_fields` are complete lines ("Authorization: Bearer x\r\n").
struct HttpCall {
    std::string_view method = "POST";
    std::string_view target;
    std::string_view head_fields;
    std::string_view more_fields = {};  // likewise, of this call alone
    std::string_view body;
    Duration connect = std::chrono::hours{1};  // a new connection's TCP and TLS handshake, if shorter than the client's
    TimePoint head_deadline = TimePoint::max();  // until the response head is here
};

// One answer being read. Returns its connection to the pool when read to its end, else closes it.
class HttpExchange {
public:
    virtual ~HttpExchange() = default;
    [[nodiscard]] virtual wire::ResponseHead const& head() const = 0;
    // The next decoded body bytes, as one read brought them; empty at the end of the body. The view
    // lives until the next read. Errors: provider_timeout at `deadline`, provider_unreachable on
    // reset, upstream_truncated when the body ends early, provider_protocol, or cancellation's reason.
    virtual Task<Result<std::string_view>> read(TimePoint deadline, Cancellation& cancellation) = 0;
    // Reads the rest, up to `limit` bytes. Errors as read(); provider_protocol above the limit.
    virtual Task<Result<std::string_view>> read_all(std::size_t limit, TimePoint deadline,
                                                    Cancellation& cancellation) = 0;
};

// A pooled HTTP/1.1 client for one origin on one loop; most recently used connection first.
// A pooled connection that turns out to be dead before the first response byte is replaced once, unseen.
class HttpClient {
public:
    HttpClient(Loop& loop, HttpOrigin origin, HttpClientOptions options);
    ~HttpClient();

    // Sends and reads the response head (1xx skipped). Errors: provider_unreachable,
    // provider_timeout, provider_protocol, or cancellation's reason.
    Task<Result<std::unique_ptr<HttpExchange>>> send(HttpCall const& call, Cancellation& cancellation);

    // Takes back an exchange of this client whose answer is known but whose body may still lack its
    // last bytes (the chunked end behind a [DONE]). They are awaited for 200 ms in the background;
    // then the connection is closed.
    void let_finish(std::unique_ptr<HttpExchange> exchange);

    [[nodiscard]] std::size_t idle() const;

private:
    struct Impl;
    static Task<void> refill(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

}  // namespace signalbox::net
