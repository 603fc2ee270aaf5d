#include "server/session.hpp"

#include "net/address_policy.hpp"
#include "server/access.hpp"
#include "server/request_gate.hpp"
#include "server/run_request.hpp"
#include "server/run_ticket.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <array>
#include <optional>

namespace signalbox::server {

namespace {

// How much and how long a client that is still sending is listened to, so that it reads its answer.
// After a broken head nothing is worth listening to; a refused body may be long on its way already.
constexpr std::size_t linger_after_noise = 512 * 1024;
constexpr std::size_t linger_after_head = 8 * 1024 * 1024;
constexpr auto linger_time = std::chrono::seconds{2};

// Functions that coroutines call with large locals are not inlined: a frame keeps room for what its inlined
// calls need, for as long as a stream is open.
[[gnu::noinline]] Response failed(Errc code, std::string_view detail) {
    return error_response({code, std::string{detail}, {}, {}});
}

std::string_view body_of(Response const& response, std::string_view method) {
    if (method == "HEAD" || response.status == 304) return {};
    return response.page != nullptr ? response.page->bytes : std::string_view{response.body};
}

[[gnu::noinline]] Response refusal(Error const& error) {
    auto response = error_response(error);
    response.close = error.code == Errc::bad_request || error.code == Errc::header_too_large;
    return response;
}

}  // namespace

Session::Session(Services& services, net::Socket socket)
    : services_{services},
      socket_{std::move(socket)},
      in_{services.loop, socket_},
      out_{services.loop, socket_, services.shared.options.write_timeout},
      reader_{services.loop, in_, services.shared.options} {}

Task<void> Session::run() {
    for (bool more = true; more;) more = co_await serve_one();
    out_.flush();
    co_await out_.settled();
    co_await linger();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

Task<bool> Session::serve_one() {
    auto const& options = services_.shared.options;
    auto const head = co_await reader_.next_head();
    if (head && !*head) co_return false;

    ++served_;
    Cancellation cancellation;
    Exchange exchange{.services = services_,
                      .out = out_,
                      .cancellation = cancellation,
                      .head = reader_.head(),
                      .body = {},
                      .request_id = services_.ids.next(),
                      .began = services_.loop.now()};
    exchange.keep_alive =
        head && reader_.head().keep_alive && !draining_ && served_ < options.max_requests_per_connection;
    if (head) exchange.surface = surface_of(reader_.head());
    run_ = &cancellation;
    endpoint_ = nullptr;
    std::optional<Response> response;
    if (head) {
        auto answered = co_await answer(exchange);
        response.emplace(std::move(answered));
    } else {
        noise_ = true;
        response.emplace(refusal(head.error()));
    }
    run_ = nullptr;
    co_await deliver(exchange, *response);
    note(exchange, *response);
    reader_.forget();
    co_return exchange.keep_alive && !draining_ && !out_.broken() && !in_.ended();
}

Task<Response> Session::answer(Exchange& exchange) {
    if (auto refused = refuse(exchange)) co_return std::move(*refused);
    co_return co_await read_and_handle(exchange, *endpoint_);
}

// All that the head alone tells; absent: the body may be read.
[[gnu::noinline]] std::optional<Response> Session::refuse(Exchange& exchange) {
    auto const& head = reader_.head();
    auto const& options = services_.shared.options;
    if (auto const source = check_source(head, options, services_.port); !source) return refusal(source.error());

    auto match = find_endpoint(head.method, head.path);
    if (head.method == "POST" && comes_back(head)) {
        // Fetch-based clients repeat their POST: where runs are read, that is no new one.
        if (auto const reading = find_endpoint("GET", head.path); reading.endpoint && reading.endpoint->watched) {
            match = reading;
        }
    }
    endpoint_ = match.endpoint;
    if (auto const known = know_caller(exchange); !known) return error_response(known.error());
    if (endpoint_ == nullptr) return no_endpoint(match, head.method);
    if (auto const body = check_body(head, options); !body) return refusal(body.error());
    exchange.facts.ran = endpoint_->runs;
    if (endpoint_->runs) {
        if (auto const open = open_for_runs(); !open) return error_response(open.error());
    }
    if (exchange.key) {
        auto const counted = count_request(*exchange.key->account, services_.loop.now());
        if (!counted) return error_response(counted.error());
    }
    return std::nullopt;
}

// Who asks, and whether they may: from the head alone, before anything of the body is read.
Result<void> Session::know_caller(Exchange& exchange) {
    if (services_.keys == nullptr) return {};
    bool local = false;
    if (services_.keys->open_to_loopback()) {
        boost::system::error_code ec;
        auto const peer = socket_.remote_endpoint(ec);
        local = !ec && net::is_loopback(peer.address());
    }
    auto key = identify(exchange.head, endpoint_, *services_.keys, services_.hasher, local);
    if (!key) return std::unexpected(std::move(key.error()));
    exchange.key = std::move(*key);
    if (exchange.key == nullptr || endpoint_ == nullptr) return {};
    return check_scope(exchange.key->key, *endpoint_);
}

// Asked before the body is read, so that a refusal is cheap; the ticket itself is taken after it, so
// that clients who never finish their bodies do not use up the runs.
Result<void> Session::open_for_runs() const {
    auto const& shared = services_.shared;
    if (draining_ || shared.draining.load(std::memory_order_relaxed)) {
        return fail(Errc::draining, "this server is shutting down");
    }
    if (shared.in_flight.load(std::memory_order_relaxed) >= shared.options.max_in_flight) {
        return fail(Errc::overloaded, "this server runs all it can");
    }
    return {};
}

Task<Response> Session::read_and_handle(Exchange& exchange, Endpoint const& endpoint) {
    if (reader_.head().expects_continue && reader_.body_left() && !reader_.body_is_here()) send_continue();
    auto const body = co_await reader_.read_body();
    if (!body) co_return refusal(body.error());
    if (!*body) {
        exchange.cancellation.request(Errc::cancelled);
        co_return failed(Errc::cancelled, "the client left");
    }
    exchange.body = reader_.body();
    if (endpoint.runs || endpoint.watched) co_return co_await run(exchange, endpoint);
    co_return co_await handle(exchange, endpoint);
}

Task<Response> Session::run(Exchange& exchange, Endpoint const& endpoint) {
    auto& shared = services_.shared;
    RunTicket ticket{endpoint.runs ? RunTicket{shared.in_flight, shared.options.max_in_flight} : RunTicket{}};
    if (endpoint.runs && !ticket.granted()) co_return failed(Errc::overloaded, "this server runs all it can");
    exchange.ticket = &ticket;
    out_.run(&exchange.cancellation);
    in_.watch(exchange.cancellation, shared.options.max_pipelined);
    auto response = co_await handle(exchange, endpoint);
    in_.unwatch();
    out_.run(nullptr);
    exchange.ticket = nullptr;
    co_return response;
}

// The one place that meets exceptions: a bug below costs its client a 500 and its connection, and nobody else.
Task<Response> Session::handle(Exchange& exchange, Endpoint const& endpoint) {
    std::optional<Response> response;
    try {
        auto handled = co_await endpoint.handle(exchange);
        response.emplace(std::move(handled));
    } catch (...) {
        exchange.broken = true;
    }
    if (!exchange.broken) co_return std::move(*response);
    services_.shared.metrics.internal_errors.add();
    if (!response) {
        response.emplace(failed(Errc::internal, "this is a bug here; the request id helps to find it"));
    }
    response->close = true;
    co_return std::move(*response);
}

void Session::send_continue() {
    std::array<std::string_view, 1> pieces{"HTTP/1.1 100 Continue\r\n\r\n"};
    out_.send(pieces);
}

Task<void> Session::deliver(Exchange& exchange, Response& response) {
    auto const& cancellation = exchange.cancellation;
    if (cancellation.requested() && cancellation.reason() == Errc::cancelled) {
        exchange.keep_alive = false;
        co_await out_.settled();
        co_return;
    }
    reader_.skip_body();
    exchange.keep_alive = exchange.keep_alive && !response.close && !reader_.body_left();
    polite_ = !exchange.keep_alive;
    if (!response.streamed) {
        if (response.error) append_error_body(response.body, exchange.surface, *response.error, exchange.request_id);
        bool const asks_back = response.status == 503 || response.status == 429;
        if (asks_back && response.retry_after == 0)
            response.retry_after = 1 + static_cast<int>(services_.ids.bits() % 5);
        std::string head;
        head.reserve(512);
        append_response_head(head, response, exchange.facts, head_parts(exchange));
        std::array<std::string_view, 2> pieces{head, body_of(response, exchange.head.method)};
        out_.send(pieces);
    }
    co_await out_.settled();
}

void Session::note(Exchange const& exchange, Response const& response) {
    auto const took = services_.loop.now() - exchange.began;
    auto place = endpoint_ != nullptr ? endpoint_ - endpoints().data() : std::ssize(endpoints());
    // A detached run counts itself, once, however many connections read it.
    if (exchange.facts.detached || (endpoint_ != nullptr && endpoint_->watched)) place = std::ssize(endpoints()) + 1;
    auto& route = *services_.routes[static_cast<std::size_t>(place)];
    route.answered(response.status, took);
    if (response.error && exchange.facts.attempts == 0) {
        services_.shared.metrics.rejected[static_cast<std::size_t>(response.error->code)].add();
    }
    if (services_.shared.log == nullptr) return;

    auto const& facts = exchange.facts;
    services_.shared.log->request(
        {.request_id = exchange.request_id,
         .route = route.route,
         .key = exchange.key ? std::string_view{exchange.key->key.id} : std::string_view{},
         .status = response.status,
         .model = facts.model,
         .attempts = facts.attempts,
         .cost = facts.cost,
         .cache_hit = facts.route.empty() ? std::nullopt : std::optional{facts.route == "cache"},
         .error = response.error ? name(response.error->code) : std::string_view{},
         .took = took});
}

Task<void> Session::linger() {
    if (!polite_ || in_.ended() || out_.broken()) co_return;
    boost::system::error_code ignored;
    socket_.shutdown(net::Socket::shutdown_send, ignored);
    co_await reader_.discard(noise_ ? linger_after_noise : linger_after_head, linger_time);
}

void Session::drain() {
    draining_ = true;
    reader_.stop();
}

void Session::stop_run(Errc reason) {
    if (run_ != nullptr) run_->request(reason);
}

void Session::close() {
    out_.abort();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

}  // namespace signalbox::server
