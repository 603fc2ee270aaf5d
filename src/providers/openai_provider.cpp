#include "providers/openai_provider.hpp"

#include "providers/json_member.hpp"
#include "providers/openai_embeddings.hpp"
#include "providers/read_stream.hpp"
#include "wire/openai_request.hpp"

#include <ctime>

namespace signalbox {

Result<std::unique_ptr<OpenAiProvider>> OpenAiProvider::create(net::Loop& loop, UpstreamOptions options,
                                                               OpenAiStreamLimits limits) {
    auto upstream = Upstream::create(loop, std::move(options), {"", "/chat/completions"}, KeyField::bearer);
    if (!upstream) return std::unexpected{upstream.error()};
    return std::unique_ptr<OpenAiProvider>{new OpenAiProvider{std::move(*upstream), limits}};
}

OpenAiProvider::OpenAiProvider(std::unique_ptr<Upstream> upstream, OpenAiStreamLimits limits)
    : upstream_{std::move(upstream)}, embeddings_{upstream_->target_of("/embeddings")}, limits_{limits} {}

Task<Result<ExecutionResult>> OpenAiProvider::embed(Attempt const& attempt, Cancellation& cancellation) {
    return ask_for_embeddings(*upstream_, embeddings_, reader_, attempt, cancellation);
}

Task<Result<ExecutionResult>> OpenAiProvider::complete(Attempt const& attempt, DeltaSink& sink,
                                                       Cancellation& cancellation) {
    Question question{.clock = {attempt, upstream_->loop().now()}};
    auto const answered = co_await answer(question, attempt, sink, cancellation);
    co_return settle(answered, question, attempt, upstream_->loop().now());
}

Task<Result<void>> OpenAiProvider::answer(Question& question, Attempt const& attempt, DeltaSink& sink,
                                          Cancellation& cancellation) {
    auto exchange = co_await ask(question, attempt, cancellation);
    if (!exchange) co_return std::unexpected{std::move(exchange.error())};
    auto const& head = (*exchange)->head();
    if (auto const plain = check_encoding(head); !plain) co_return std::unexpected{plain.error()};
    if (attempt.stream && is_type(head.content_type, "text/event-stream")) {
        OpenAiStream stream{reader_, spare_, limits_};
        auto const read =
            co_await read_stream(*upstream_, std::move(*exchange), stream, question.clock, sink, cancellation);
        if (!read) co_return read;
        question.answer = stream.result();
        if (!stream.has_usage()) question.answer.usage = estimated_usage(question.bytes, stream.size());
        co_return read;
    }
    if (!is_type(head.content_type, "application/json")) {
        co_return fail(Errc::provider_protocol, "the provider's answer has an unexpected content type");
    }
    auto const read = co_await read_whole(std::move(*exchange), question, sink, cancellation);
    co_return read;
}

// Gives an exchange whose status is 200.
Task<Result<OpenAiProvider::Exchange>> OpenAiProvider::ask(Question& question, Attempt const& attempt,
                                                           Cancellation& cancellation) {
    for (;;) {
        write_body(question, attempt);
        auto const call = upstream_->call(question.body, attempt, question.clock);
        auto exchange = co_await upstream_->client().send(call, cancellation);
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
    auto const body = co_await upstream_->read_failure(exchange, question.clock, cancellation);
    if (!body) co_return body.error();
    auto const& head = exchange.head();
    if ((head.status == 400 || head.status == 422) && question.asks_usage) {
        refuses_usage_ = refuses_usage_ || body->find("stream_options") != body->npos;
    }
    co_return wire::classify_failure(head.status, *body, head.retry_after, head.retry_after_ms, std::time(nullptr));
}

Task<Result<void>> OpenAiProvider::read_whole(Exchange exchange, Question& question, DeltaSink& sink,
                                              Cancellation& cancellation) {
    auto const body = co_await exchange->read_all(limits_.answer, question.clock.limit(), cancellation);
    if (!body) co_return std::unexpected{body.error()};
    auto read = wire::read_completion(*body, reader_);
    if (!read) co_return std::unexpected{std::move(read.error())};
    auto& answer = question.answer = std::move(*read);
    answer.raw = *body;
    if (answer.usage == Usage{}) answer.usage = estimated_usage(question.bytes, answer.content.size());
    if (auto const& text = answer.content; !text.empty()) {
        sink.on_delta({.text = text, .tool_calls = answer.tool_calls, .so_far = text});
    }
    co_return Result<void>{};
}

}  // namespace signalbox
