#include "providers/upstream.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::size_t max_failure_body = 64 * 1024;
constexpr Duration failure_patience = std::chrono::seconds{5};  // for the body of a failure
constexpr std::int64_t bytes_per_token = 4;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

Tokens estimated_tokens(std::size_t bytes) {
    return {(static_cast<std::int64_t>(bytes) + bytes_per_token - 1) / bytes_per_token};
}

std::string base_of(std::string prefix, EndpointPath path) {
    if (!prefix.ends_with(path.root)) prefix.append(path.root);
    return prefix;
}

}  // namespace

Result<std::unique_ptr<Upstream>> Upstream::create(net::Loop& loop, UpstreamOptions options, EndpointPath path,
                                                   KeyField key_field) {
    auto url = net::parse_url(options.base_url);
    if (!url) return std::unexpected{url.error()};
    auto fields = head_fields(options.api_key, options.headers, key_field);
    if (!fields) return std::unexpected{fields.error()};
    return std::unique_ptr<Upstream>{new Upstream{loop, options, std::move(*url), path, std::move(*fields)}};
}

Upstream::Upstream(net::Loop& loop, UpstreamOptions const& options, net::HttpUrl url, EndpointPath path, Secret fields)
    : loop_{loop},
      base_{base_of(std::move(url.path), path)},
      target_{target_of(path.endpoint)},
      head_fields_{std::move(fields)},
      client_{loop, std::move(url.origin), options.client} {}

std::string Upstream::target_of(std::string_view endpoint) const { return base_ + std::string{endpoint}; }

net::HttpCall Upstream::call(std::string_view body, Attempt const& attempt, AttemptClock const& clock) const {
    return {.target = target_,
            .head_fields = head_fields_.reveal(),
            .more_fields = attempt.trace.empty() ? attempt.context->trace : attempt.trace,
            .body = body,
            .connect = attempt.timeouts.connect,
            .head_deadline = clock.limit()};
}

Task<Result<std::string_view>> Upstream::read_failure(net::HttpExchange& exchange, AttemptClock const& clock,
                                                      Cancellation& cancellation) {
    auto const& head = exchange.head();
    if (head.status < 400) {
        co_return fail(Errc::provider_protocol, "the provider answered " + std::to_string(head.status));
    }
    auto const until = std::min(clock.limit(), loop_.now() + failure_patience);
    auto const read = co_await exchange.read_all(max_failure_body, until, cancellation);
    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    co_return read.value_or(std::string_view{});
}

bool is_type(std::string_view content_type, std::string_view wanted) {
    auto const given = content_type.substr(0, content_type.find_first_of("; \t"));
    return std::ranges::equal(given, wanted, [](char a, char b) { return lower(a) == b; });
}

Result<void> check_encoding(wire::ResponseHead const& head) {
    if (head.content_encoding.empty() || is_type(head.content_encoding, "identity")) return {};
    return fail(Errc::provider_protocol, "the provider encoded its answer although it was asked not to");
}

Usage estimated_usage(std::size_t asked_bytes, std::size_t answered_bytes) {
    return {.input = estimated_tokens(asked_bytes),
            .output = estimated_tokens(answered_bytes),
            .cached = {},
            .reasoning = {},
            .estimated = true};
}

Result<ExecutionResult> settle(Result<void> const& answered, Question& question, Attempt const& attempt,
                               TimePoint now) {
    auto const& clock = question.clock;
    if (!answered) return std::unexpected{clock.name_timeout(answered.error(), now)};
    auto& result = question.answer;
    result.model = attempt.model->id;
    result.first_token = clock.first_token();
    result.latency = clock.latency(now);
    if (attempt.model->price.known()) {
        result.cost = cost(attempt.model->price.value, result.usage.input, result.usage.output);
    }
    return std::move(result);
}

}  // namespace signalbox
