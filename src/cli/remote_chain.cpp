#include "cli/remote_chain.hpp"

#include "cli/json_fields.hpp"
#include "wire/json_document.hpp"
#include "wire/problem.hpp"
#include "wire/sse_decoder.hpp"

#include <algorithm>

namespace signalbox::cli {

namespace {

constexpr std::size_t largest_answer = 64 << 20;
// The server says something every 15 s while a run goes on.
constexpr auto longest_silence = std::chrono::minutes{2};

// The code that a server's error body names, by our name for it or by OpenAI's.
Errc code_of(std::string_view code, int status) {
    for (int i = 0; i < errc_count; ++i) {
        if (name(static_cast<Errc>(i)) == code) return static_cast<Errc>(i);
    }
    for (int i = 0; i < errc_count; ++i) {
        if (wire::problem(static_cast<Errc>(i)).code == code) return static_cast<Errc>(i);
    }
    return status >= 500 ? Errc::internal : Errc::invalid_value;
}

Error error_of(std::string_view body, int status) {
    wire::JsonReader reader;
    auto const document = reader.parse(body);
    auto const problem = document ? member(*document, "error") : std::nullopt;
    if (!problem) {
        return {Errc::provider_protocol,
                "status " + std::to_string(status) + " from something that is not Signalbox",
                "server",
                {}};
    }
    return {code_of(text_at(*problem, "code"), status), text_at(*problem, "message"), {}, {}};
}

}  // namespace

RemoteChain::RemoteChain(net::Loop& loop, std::string url, net::HttpUrl parts, Secret key)
    : loop_{loop},
      url_{std::move(url)},
      prefix_{parts.path},
      client_{loop, std::move(parts.origin), {}},
      key_{std::move(key)} {
    while (prefix_.ends_with('/')) prefix_.pop_back();
}

Result<std::unique_ptr<RemoteChain>> RemoteChain::create(net::Loop& loop, std::string const& url, Secret key) {
    auto parts = net::parse_url(url);
    if (!parts) return fail(Errc::invalid_value, "--server: " + parts.error().detail, "server");
    auto const visible = [](char c) { return c > ' ' && c <= '~'; };
    if (!std::ranges::all_of(key.reveal(), visible)) {
        return fail(Errc::invalid_value, "SIGNALBOX_API_KEY: an API key has visible ASCII characters only", "server");
    }
    return std::unique_ptr<RemoteChain>{new RemoteChain{loop, url, std::move(*parts), std::move(key)}};
}

Error RemoteChain::unreachable(Error const& error, Cancellation const& cancellation) const {
    if (cancellation.requested()) return error;
    return {error.code, "no answer from the server at " + url_, "server", {}};
}

Task<Result<RemoteChain::Exchange>> RemoteChain::send(Request request, Cancellation& cancellation) {
    auto const target = prefix_ + std::string{request.path};
    auto fields = "Accept: " + std::string{request.accept} + "\r\n";
    if (!request.body.empty()) fields += "Content-Type: application/json\r\n";
    if (!key_.empty()) fields.append("Authorization: Bearer ").append(key_.reveal()).append("\r\n");
    net::HttpCall const call{.method = request.method,
                             .target = target,
                             .head_fields = fields,
                             .body = request.body,
                             .head_deadline = loop_.now() + request.patience};
    auto exchange = co_await client_.send(call, cancellation);
    if (!exchange) co_return std::unexpected(unreachable(exchange.error(), cancellation));
    auto const status = (*exchange)->head().status;
    if (status == 200) co_return std::move(*exchange);

    auto const body = co_await (*exchange)->read_all(1 << 20, loop_.now() + std::chrono::seconds{5}, cancellation);
    co_return std::unexpected(error_of(body ? *body : std::string_view{}, status));
}

Task<Result<std::string>> RemoteChain::fetch(Request request, Cancellation& cancellation) {
    auto const deadline = loop_.now() + request.patience;
    auto exchange = co_await send(std::move(request), cancellation);
    if (!exchange) co_return std::unexpected(exchange.error());
    auto const body = co_await (*exchange)->read_all(largest_answer, deadline, cancellation);
    if (!body) co_return std::unexpected(unreachable(body.error(), cancellation));
    co_return std::string{*body};
}

Task<Result<void>> RemoteChain::ask(Question const& question, OnEvent const& on_event, Cancellation& cancellation) {
    auto exchange = co_await send({.method = "POST",
                                   .path = "/api/stream/orchestration",
                                   .accept = "text/event-stream",
                                   .body = body_of(question)},
                                  cancellation);
    if (!exchange) co_return std::unexpected(exchange.error());

    wire::SseDecoder decoder{largest_answer};
    wire::SseEvent event;
    for (;;) {
        auto const bytes = co_await (*exchange)->read(loop_.now() + longest_silence, cancellation);
        if (!bytes) co_return std::unexpected(unreachable(bytes.error(), cancellation));
        if (bytes->empty()) co_return Result<void>{};
        decoder.feed(*bytes);
        for (;;) {
            auto const more = decoder.next(event);
            if (!more) co_return std::unexpected(unreachable(more.error(), cancellation));
            if (!*more) break;
            if (event.name == "progress") on_event(event.data);
        }
    }
}

Task<Result<std::string>> RemoteChain::answer(Question const& question, Cancellation& cancellation) {
    return fetch({.method = "POST", .path = "/api/orchestration", .body = body_of(question)}, cancellation);
}

Task<Result<std::string>> RemoteChain::route(Question const& question, Cancellation& cancellation) {
    return fetch({.method = "POST", .path = "/api/route", .body = body_of(question)}, cancellation);
}

Task<Result<std::string>> RemoteChain::models(Cancellation& cancellation) {
    return fetch({.method = "GET", .path = "/api/models"}, cancellation);
}

Task<Result<std::string>> RemoteChain::cache_stats(Cancellation& cancellation) {
    return fetch({.method = "GET", .path = "/api/cache"}, cancellation);
}

Task<Result<std::string>> RemoteChain::clear_cache(Cancellation& cancellation) {
    return fetch({.method = "DELETE", .path = "/api/cache"}, cancellation);
}

Task<Result<std::string>> RemoteChain::warm_cache(std::string body, Cancellation& cancellation) {
    return fetch({.method = "POST", .path = "/api/cache/warm", .body = std::move(body)}, cancellation);
}

Task<bool> RemoteChain::answers(Duration patience, Cancellation& cancellation) {
    auto const body = co_await fetch({.method = "GET", .path = "/api/models", .patience = patience}, cancellation);
    if (!body) co_return false;
    wire::JsonReader reader;
    auto const document = reader.parse(*body);
    co_return document&& member(*document, "routing") && member(*document, "models");
}

}  // namespace signalbox::cli
