#include "providers/openai_provider.hpp"

#include "providers/attempt_clock.hpp"
#include "providers/head_fields.hpp"
#include "providers/json_member.hpp"
#include "wire/openai_request.hpp"

#include <algorithm>
#include <ctime>

namespace signalbox {

namespace {

constexpr std::size_t max_failure_body = 64 * 1024;
constexpr Duration failure_patience = std::chrono::seconds{5};  // for the body of a failure
constexpr Duration closing_patience = std::chrono::seconds{2};  // for usage and [DONE] after the last token
constexpr std::int64_t bytes_per_token = 4;

bool is_type(std::string_view content_type, std::string_view wanted) {
    auto const given = content_type.substr(0, content_type.find_first_of("; \t"));
    return std::ranges::equal(given, wanted, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

Tokens estimated_tokens(std::size_t bytes) {
    return {(static_cast<std::int64_t>(bytes) + bytes_per_token - 1) / bytes_per_token};
}

std::unexpected<Error> protocol_failure(std::string detail) { return fail(Errc::provider_protocol, std::move(detail)); }

}  // namespace

// One attempt's request and its timeouts.
struct OpenAiProvider::Question {
    AttemptClock clock;
    std::string body = {};
    std::size_t bytes = 0;  // of the body that was sent
    bool asks_usage = false;
};

Result<std::unique_ptr<OpenAiProvider>> OpenAiProvider::create(net::Loop& loop, OpenAiOptions options) {
    auto url = net::parse_url(options.base_url);
    if (!url) return std::unexpected{url.error()};
    auto fields = head_fields(options.api_key, options.headers);
    if (!fields) return std::unexpected{fields.error()};
    std::unique_ptr<OpenAiProvider> made{new OpenAiProvider{loop, std::move(options), std::move(*url)}};
    made->head_fields_ = std::move(*fields);
    return made;
}

OpenAiProvider::OpenAiProvider(net::Loop& loop, OpenAiOptions options, net::HttpUrl url)
    : loop_{loop},
      options_{std::move(options)},
      target_{std::move(url.path) + "/chat/completions"},
      client_{loop, std::move(url.origin), options_.client} {}

Task<Result<ExecutionResult>> OpenAiProvider::complete(Attempt const& attempt, DeltaSink& sink,
                                                       Cancellation& cancellation) {
    Question question{.clock = {attempt, loop_.now()}};
    auto result = co_await answer(question, attempt, sink, cancellation);
    if (!result) co_return std::unexpected{question.clock.name_timeout(std::move(result.error()), loop_.now())};
    result->model = attempt.model->id;
    result->first_token = question.clock.first_token();
    result->latency = question.clock.latency(loop_.now());
    if (attempt.model->price.known()) {
        result->cost = cost(attempt.model->price.value, result->usage.input, result->usage.output);
    }
    co_return result;
}

Task<Result<ExecutionResult>> OpenAiProvider::answer(Question& question, Attempt const& attempt, DeltaSink& sink,
                                                     Cancellation& cancellation) {
    auto exchange = co_await ask(question, attempt, cancellation);
    if (!exchange) co_return std::unexpected{std::move(exchange.error())};
    auto const& head = (*exchange)->head();
    if (!head.content_encoding.empty() && !is_type(head.content_encoding, "identity")) {
        co_return protocol_failure("the provider encoded its answer although it was asked not to");
    }
    if (attempt.stream && is_type(head.content_type, "text/event-stream")) {
        auto result = co_await read_stream(std::move(*exchange), question, sink, cancellation);
        co_return result;
    }
    if (!is_type(head.content_type, "application/json")) {
        co_return protocol_failure("the provider's answer has an unexpected content type");
    }
    auto result = co_await read_whole(std::move(*exchange), question, sink, cancellation);
    co_return result;
}

// Gives an exchange whose status is 200.
Task<Result<OpenAiProvider::Exchange>> OpenAiProvider::ask(Question& question, Attempt const& attempt,
                                                           Cancellation& cancellation) {
    for (;;) {
        write_body(question, attempt);
        net::HttpCall const call{.target = target_,
                                 .head_fields = head_fields_.reveal(),
                                 .body = question.body,
                                 .connect = attempt.timeouts.connect,
                                 .head_deadline = question.clock.limit()};
        auto exchange = co_await client_.send(call, cancellation);
        if (!exchange) co_return exchange;
        if ((*exchange)->head().status == 200) {
            std::string{}.swap(question.body);  // a long stream does not keep it
            co_return exchange;
        }
        bool const asked_usage = question.asks_usage;
        auto failure = co_await read_failure(**exchange, question, cancellation);
        if (asked_usage && refuses_usage_) continue;
        co_return std::unexpected{std::move(failure)};
    }
}

void OpenAiProvider::write_body(Question& question, Attempt const& attempt) const {
    auto& body = question.body;
    body.clear();
    auto const& model = attempt.model->upstream_name;
    if (attempt.context->raw != nullptr) {
        wire::append_upstream_chat(body, *attempt.context->raw, model, attempt.stream);
    } else {
        wire::append_upstream_chat(body, *attempt.context, model, attempt.stream);
    }
    question.asks_usage = attempt.stream && !refuses_usage_;
    if (refuses_usage_) erase_member(body, "stream_options");
    question.bytes = body.size();
}

Task<Error> OpenAiProvider::read_failure(net::HttpExchange& exchange, Question& question, Cancellation& cancellation) {
    auto const& head = exchange.head();
    if (head.status < 400) {
        co_return Error{Errc::provider_protocol, "the provider answered " + std::to_string(head.status), {}, {}};
    }
    auto const until = std::min(question.clock.limit(), loop_.now() + failure_patience);
    auto const read = co_await exchange.read_all(max_failure_body, until, cancellation);
    if (cancellation.requested()) co_return Error{cancellation.reason(), "cancelled", {}, {}};
    auto const body = read ? *read : std::string_view{};
    if ((head.status == 400 || head.status == 422) && question.asks_usage) {
        refuses_usage_ = refuses_usage_ || body.find("stream_options") != body.npos;
    }
    co_return wire::classify_failure(head.status, body, head.retry_after, head.retry_after_ms, std::time(nullptr));
}

Task<Result<ExecutionResult>> OpenAiProvider::read_stream(Exchange exchange, Question& question, DeltaSink& sink,
                                                          Cancellation& cancellation) {
    OpenAiStream stream{reader_, options_.limits};
    auto& clock = question.clock;
    while (!stream.done()) {
        auto const bytes = co_await exchange->read(clock.limit(), cancellation);
        if (!bytes) {
            // The answer is complete; only its ceremony is missing.
            if (stream.finished() && !cancellation.requested()) break;
            co_return std::unexpected{bytes.error()};
        }
        if (bytes->empty()) break;
        auto const fed = stream.feed(*bytes);
        auto const now = loop_.now();
        if (fed && *fed) clock.token(now);
        if (stream.finished()) clock.closing(now, closing_patience);
        if (stream.ready()) {
            sink.on_delta(stream.delta());
            stream.taken();
        }
        if (!fed) co_return std::unexpected{fed.error()};
        if (stream.done()) break;
        if (now >= clock.limit()) co_return fail(Errc::provider_timeout, "no token from the provider in time");
        if (sink.behind()) {
            co_await sink.caught_up();
            clock.paused_until(loop_.now());
        }
    }
    if (!stream.finished()) co_return fail(Errc::upstream_truncated, "the provider's stream ended early");
    client_.let_finish(std::move(exchange));

    auto result = stream.result();
    if (!stream.has_usage()) {
        result.usage = {
            .input = estimated_tokens(question.bytes), .output = estimated_tokens(stream.size()), .estimated = true};
    }
    co_return result;
}

Task<Result<ExecutionResult>> OpenAiProvider::read_whole(Exchange exchange, Question& question, DeltaSink& sink,
                                                         Cancellation& cancellation) {
    auto const body = co_await exchange->read_all(options_.limits.answer, question.clock.limit(), cancellation);
    if (!body) co_return std::unexpected{body.error()};
    auto result = wire::read_completion(*body, reader_);
    if (!result) co_return result;
    result->raw = *body;
    if (result->usage == Usage{}) {
        result->usage = {.input = estimated_tokens(question.bytes),
                         .output = estimated_tokens(result->content.size()),
                         .estimated = true};
    }
    if (!result->content.empty()) sink.on_delta({.text = result->content, .tool_calls = result->tool_calls});
    co_return result;
}

}  // namespace signalbox
