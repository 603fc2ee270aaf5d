#pragma once

#include "pipeline/provider.hpp"
#include "providers/read_stream.hpp"
#include "providers/translated_stream.hpp"
#include "providers/upstream.hpp"
#include "wire/json_document.hpp"

#include <memory>
#include <string>
#include <utility>

namespace signalbox {

// A provider whose API has a shape of its own. Requests and answers are translated from and to OpenAI's;
// a request that cannot be is invalid_value and is never sent.
//
// A stream is complete with its terminator and not before. Usage that is not told is estimated and says so.
// An answer without any content ends without a delta.
//
// `Dialect` has `path`, `key_field`, `stream_type`, `Stream` and the pure functions used below: see AnthropicDialect.
template <class Dialect>
class TranslatingProvider final : public Provider {
public:
    // The base URL may end with the root of the API's paths or not. Errors: invalid_value for an unusable
    // address, key or header.
    [[nodiscard]] static Result<std::unique_ptr<TranslatingProvider>> create(net::Loop& loop, UpstreamOptions options,
                                                                             TranslatedStreamLimits limits = {}) {
        auto upstream = Upstream::create(loop, std::move(options), Dialect::path, Dialect::key_field);
        if (!upstream) return std::unexpected{upstream.error()};
        return std::unique_ptr<TranslatingProvider>{new TranslatingProvider{std::move(*upstream), limits}};
    }

    Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                           Cancellation& cancellation) override {
        Question question{.clock = {attempt, upstream_->loop().now()}};
        auto const answered = co_await answer(question, attempt, sink, cancellation);
        co_return settle(answered, question, attempt, upstream_->loop().now());
    }

    // Connections that wait for the next request.
    [[nodiscard]] std::size_t idle_connections() const { return upstream_->client().idle(); }

private:
    using Exchange = Upstream::Exchange;
    TranslatingProvider(std::unique_ptr<Upstream> upstream, TranslatedStreamLimits limits)
        : upstream_{std::move(upstream)}, limits_{limits} {}

    Task<Result<void>> answer(Question& question, Attempt const& attempt, DeltaSink& sink, Cancellation& cancellation) {
        auto const written = Dialect::write_request(question.body, attempt, reader_);
        if (!written) co_return std::unexpected{written.error()};
        auto exchange = co_await ask(question, attempt, cancellation);
        if (!exchange) co_return std::unexpected{std::move(exchange.error())};
        auto const& head = (*exchange)->head();
        if (auto const plain = check_encoding(head); !plain) co_return std::unexpected{plain.error()};
        if (!is_type(head.content_type, attempt.stream ? Dialect::stream_type : "application/json")) {
            co_return fail(Errc::provider_protocol, "the provider's answer has an unexpected content type");
        }
        if (!attempt.stream) {
            auto const whole = co_await read_whole(std::move(*exchange), question, sink, cancellation);
            co_return whole;
        }
        typename Dialect::Stream stream{Dialect::translator(reader_), limits_};
        auto const read =
            co_await read_stream(*upstream_, std::move(*exchange), stream, question.clock, sink, cancellation);
        if (!read) co_return read;
        question.answer = stream.result();
        if (!stream.has_usage()) question.answer.usage = estimated_usage(question.bytes, stream.size());
        co_return read;
    }

    // Gives an exchange whose status is 200.
    Task<Result<Exchange>> ask(Question& question, Attempt const& attempt, Cancellation& cancellation) {
        question.bytes = question.body.size();
        auto const call = upstream_->call(question.body, attempt, question.clock);
        auto exchange = co_await upstream_->client().send(call, cancellation);
        std::string{}.swap(question.body);  // a long stream does not keep it
        if (!exchange) co_return exchange;
        auto const& head = (*exchange)->head();
        if (head.status == 200) co_return exchange;
        auto const body = co_await upstream_->read_failure(**exchange, question.clock, cancellation);
        if (!body) co_return std::unexpected{body.error()};
        co_return std::unexpected{Dialect::failure(head, *body)};
    }

    Task<Result<void>> read_whole(Exchange exchange, Question& question, DeltaSink& sink, Cancellation& cancellation) {
        auto const body = co_await exchange->read_all(limits_.answer, question.clock.limit(), cancellation);
        if (!body) co_return std::unexpected{body.error()};
        auto result = Dialect::read_whole(*body, reader_);
        if (!result) co_return std::unexpected{std::move(result.error())};
        auto& answer = question.answer = std::move(*result);
        if (answer.usage == Usage{}) answer.usage = estimated_usage(question.bytes, answer.content.size());
        if (auto const& text = answer.content; !text.empty()) {
            sink.on_delta({.text = text, .tool_calls = answer.tool_calls, .so_far = text});
        }
        co_return Result<void>{};
    }

    std::unique_ptr<Upstream> upstream_;
    TranslatedStreamLimits limits_;
    wire::JsonReader reader_;
};

}  // namespace signalbox
