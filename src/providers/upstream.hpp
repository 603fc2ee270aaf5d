#pragma once

#include "core/secret.hpp"
#include "net/http_client.hpp"
#include "pipeline/provider.hpp"
#include "providers/attempt_clock.hpp"
#include "providers/head_fields.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Where a provider is and what it is told with every request.
struct UpstreamOptions {
    std::string name;                                          // for messages: "openrouter"
    std::string base_url;                                      // "https://api.openai.com/v1"
    Secret api_key;                                            // empty: none is sent
    std::vector<std::pair<std::string, std::string>> headers;  // sent with every request
    net::HttpClientOptions client;
};

// Where an API's endpoint is below the base URL. People write that with and without `root`.
struct EndpointPath {
    std::string_view root;      // "/v1", or empty
    std::string_view endpoint;  // "/messages"
};

// One endpoint of an upstream API on one loop, and what all providers do alike with it, whatever
// they speak: send, read a failure's body, look at a success's head, account.
class Upstream {
public:
    using Exchange = std::unique_ptr<net::HttpExchange>;

    // Errors: invalid_value for an unusable address, key or header.
    [[nodiscard]] static Result<std::unique_ptr<Upstream>> create(net::Loop& loop, UpstreamOptions options,
                                                                  EndpointPath path, KeyField key_field);

    // The call that asks `body`, within the attempt's timeouts. REQUIRES: `body` outlives it.
    [[nodiscard]] net::HttpCall call(std::string_view body, Attempt const& attempt, AttemptClock const& clock) const;

    // The target of another endpoint of the same API, for a call() that shall go there.
    [[nodiscard]] std::string target_of(std::string_view endpoint) const;

    // The body of an answer whose status is a failure; empty when it does not come. Errors: provider_protocol for
    // a status below 400, the reason of `cancellation`.
    Task<Result<std::string_view>> read_failure(net::HttpExchange& exchange, AttemptClock const& clock,
                                                Cancellation& cancellation);

    [[nodiscard]] net::HttpClient& client() { return client_; }
    [[nodiscard]] net::Loop& loop() { return loop_; }

private:
    Upstream(net::Loop& loop, UpstreamOptions const& options, net::HttpUrl url, EndpointPath path, Secret fields);

    net::Loop& loop_;
    std::string base_;  // of the paths of all endpoints
    std::string target_;
    Secret head_fields_;  // the fields of every request, the key among them
    net::HttpClient client_;
};

// Whether a Content-Type names `wanted`, whatever its case and parameters.
[[nodiscard]] bool is_type(std::string_view content_type, std::string_view wanted);

// Nobody asked for an encoded body. Errors: provider_protocol.
[[nodiscard]] Result<void> check_encoding(wire::ResponseHead const& head);

// For usage that was not told.
[[nodiscard]] Usage estimated_usage(std::size_t asked_bytes, std::size_t answered_bytes);

// One attempt's request, its timeouts and its answer. The answer is here, and not what the coroutines of a
// provider give each other, because each frame would keep room for it while a stream is open.
struct Question {
    AttemptClock clock;
    std::string body = {};
    std::size_t bytes = 0;  // of the body that was sent
    bool asks_usage = false;
    ExecutionResult answer = {};
};

// What every provider says of an attempt that ended well, or how a timeout is to be named.
[[nodiscard]] Result<ExecutionResult> settle(Result<void> const& answered, Question& question, Attempt const& attempt,
                                             TimePoint now);

}  // namespace signalbox
