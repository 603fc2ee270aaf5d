#include "net/http_client.hpp"

#include "net/connection_pool.hpp"
#include "net/connector.hpp"
#include "net/exchange.hpp"
#include "net/lingerer.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::net {

namespace {

std::string host_line(HttpOrigin const& origin) {
    auto const literal_v6 = origin.host.find(':') != std::string::npos;
    auto line = literal_v6 ? " HTTP/1.1\r\nHost: [" + origin.host + "]" : " HTTP/1.1\r\nHost: " + origin.host;
    if (origin.port != (origin.tls ? 443 : 80)) line += ":" + std::to_string(origin.port);
    return line + "\r\n";
}

// A target or a head field with a line break or a NUL in it would be another request.
bool is_safe(std::string_view fields) {
    return fields.empty() || (fields.ends_with("\r\n") && !fields.starts_with("\r\n") &&
                              fields.find("\r\n\r\n") == std::string_view::npos && fields.find('\0') == fields.npos);
}

bool is_safe(HttpCall const& call) {
    auto const visible = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7f; };
    if (call.target.empty() || !std::ranges::all_of(call.target, visible)) return false;
    return is_safe(call.head_fields) && is_safe(call.more_fields);
}

}  // namespace

struct HttpClient::Impl {
    Impl(Loop& its_loop, HttpOrigin its_origin, HttpClientOptions its_options)
        : origin{std::move(its_origin)},
          options{std::move(its_options)},
          host{host_line(origin)},
          pool{std::make_shared<ConnectionPool>(options.idle_connections, options.idle_time)},
          connector{its_loop, origin, options},
          loop{its_loop} {}

    [[nodiscard]] std::string head_of(HttpCall const& call) const {
        constexpr std::size_t length_field = 48;
        std::string head;
        head.reserve(call.method.size() + call.target.size() + host.size() + call.head_fields.size() +
                     call.more_fields.size() + length_field);
        head.append(call.method).append(" ").append(call.target).append(host);
        head.append(call.head_fields).append(call.more_fields);
        if (!call.body.empty() || call.method != "GET") {
            head.append("Content-Length: ").append(std::to_string(call.body.size())).append("\r\n");
        }
        head.append("\r\n");
        return head;
    }

    HttpOrigin origin;
    HttpClientOptions options;
    std::string host;  // the end of the request line, and the Host field
    std::shared_ptr<ConnectionPool> pool;
    Connector connector;
    Lingerer lingerer;
    Loop& loop;
    TimePoint used{};      // by the last request
    int refills = 0;       // since then
    bool filling = false;  // a connection is being opened
    Cancellation ended;
};

namespace {

using Sent = Result<std::unique_ptr<HttpExchange>>;

constexpr int most_refills = 10;

}  // namespace

HttpClient::HttpClient(Loop& loop, HttpOrigin origin, HttpClientOptions options)
    : impl_{std::make_shared<Impl>(loop, std::move(origin), std::move(options))} {
    if (impl_->options.keep_warm == Duration::zero()) return;
    impl_->pool->when_emptied([weak = std::weak_ptr{impl_}] {
        if (auto const impl = weak.lock()) spawn(refill(impl));
    });
}

HttpClient::~HttpClient() { impl_->ended.request(Errc::draining); }

// What fails is not tried again: the next request will tell.
Task<void> HttpClient::refill(std::shared_ptr<Impl> impl) {
    bool const wanted = impl->loop.now() - impl->used < impl->options.keep_warm && impl->refills < most_refills;
    if (!wanted || impl->filling || impl->ended.requested()) co_return;
    ++impl->refills;
    impl->filling = true;
    auto const each = impl->options.connect;
    auto opened = co_await impl->connector.connect(each, impl->loop.now() + 3 * each, impl->ended);
    impl->filling = false;
    if (opened && !impl->ended.requested()) impl->pool->put(std::move(*opened));
}

Task<Result<std::unique_ptr<HttpExchange>>> HttpClient::send(HttpCall const& call, Cancellation& cancellation) {
    auto const impl = impl_;  // the client may go while its request is under way
    if (!is_safe(call)) co_return fail(Errc::internal, "malformed request to the provider");
    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    impl->used = impl->loop.now();
    impl->refills = 0;
    auto const each = std::min(call.connect, impl->options.connect);
    auto const head = impl->head_of(call);  // ends with the sending: a long stream does not keep it
    auto connection = impl->pool->take();
    for (;;) {
        bool const reused = connection != nullptr;
        if (!reused) {
            auto opened = co_await impl->connector.connect(each, call.head_deadline, cancellation);
            if (!opened) co_return std::unexpected{opened.error()};
            connection = std::move(*opened);
        }
        auto exchange = std::make_unique<Exchange>(impl->pool, std::move(connection), impl->options.max_head);
        auto const started = co_await exchange->start(head, call, cancellation);
        if (started) co_return Sent{std::move(exchange)};
        if (!reused || !exchange->stale()) co_return std::unexpected{started.error()};
        connection = nullptr;  // it had died while idle: once more, on a new one
    }
}

void HttpClient::let_finish(std::unique_ptr<HttpExchange> exchange) {
    if (exchange == nullptr) return;
    impl_->lingerer.add(std::unique_ptr<Exchange>{static_cast<Exchange*>(exchange.release())});
}

std::size_t HttpClient::idle() const { return impl_->pool->size(); }

}  // namespace signalbox::net
