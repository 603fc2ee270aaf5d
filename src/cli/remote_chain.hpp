#pragma once

#include "cli/chain.hpp"
#include "core/secret.hpp"
#include "net/http_client.hpp"

#include <memory>

namespace signalbox::cli {

// A running Signalbox, over HTTP.
class RemoteChain final : public Chain {
public:
    // `loop` outlives it. `key`: the API key that goes with every request; empty: none.
    // Errors: invalid_value for an unusable URL or key.
    [[nodiscard]] static Result<std::unique_ptr<RemoteChain>> create(net::Loop& loop, std::string const& url,
                                                                     Secret key = {});

    Task<Result<void>> ask(Question const& question, OnEvent const& on_event, Cancellation& cancellation) override;
    Task<Result<std::string>> answer(Question const& question, Cancellation& cancellation) override;
    Task<Result<std::string>> route(Question const& question, Cancellation& cancellation) override;
    Task<Result<std::string>> models(Cancellation& cancellation) override;

    // What GET /api/cache says.
    Task<Result<std::string>> cache_stats(Cancellation& cancellation);
    Task<Result<std::string>> clear_cache(Cancellation& cancellation);
    // `body`: what POST /api/cache/warm takes.
    Task<Result<std::string>> warm_cache(std::string body, Cancellation& cancellation);

    // Whether a Signalbox answers there within `patience`: another program may own the port.
    Task<bool> answers(Duration patience, Cancellation& cancellation);

private:
    RemoteChain(net::Loop& loop, std::string url, net::HttpUrl parts, Secret key);
    using Exchange = std::unique_ptr<net::HttpExchange>;

    struct Request {
        std::string_view method;
        std::string_view path;
        std::string_view accept = "application/json";
        std::string body{};
        Duration patience = std::chrono::minutes{10};
    };
    // The exchange when the status is 200; else the error that the body tells.
    Task<Result<Exchange>> send(Request request, Cancellation& cancellation);
    Task<Result<std::string>> fetch(Request request, Cancellation& cancellation);
    [[nodiscard]] Error unreachable(Error const& error, Cancellation const& cancellation) const;

    net::Loop& loop_;
    std::string url_;
    std::string prefix_;
    net::HttpClient client_;
    Secret key_;
};

}  // namespace signalbox::cli
