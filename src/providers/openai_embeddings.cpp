#include "providers/openai_embeddings.hpp"

#include "wire/embeddings_answer.hpp"
#include "wire/openai_answer.hpp"
#include "wire/openai_request.hpp"

#include <ctime>

namespace signalbox {

namespace {

// Two thousand embeddings of a thousand numbers each, written out.
constexpr std::size_t longest_answer = 64UL << 20;

// Gives an exchange whose head promises embeddings.
Task<Result<Upstream::Exchange>> send(Upstream& upstream, net::HttpCall const& call, AttemptClock const& clock,
                                      Cancellation& cancellation) {
    auto exchange = co_await upstream.client().send(call, cancellation);
    if (!exchange) co_return exchange;
    auto const& head = (*exchange)->head();
    if (head.status != 200) {
        auto const body = co_await upstream.read_failure(**exchange, clock, cancellation);
        if (!body) co_return std::unexpected{body.error()};
        co_return std::unexpected{
            wire::classify_failure(head.status, *body, head.retry_after, head.retry_after_ms, std::time(nullptr))};
    }
    if (auto const plain = check_encoding(head); !plain) co_return std::unexpected{plain.error()};
    if (!is_type(head.content_type, "application/json")) {
        co_return fail(Errc::provider_protocol, "the provider's answer has an unexpected content type");
    }
    co_return exchange;
}

Task<Result<void>> answer(Upstream& upstream, std::string_view target, wire::JsonReader& reader, Question& question,
                          Attempt const& attempt, Cancellation& cancellation) {
    wire::append_upstream_chat(question.body, *attempt.context->raw, attempt.model->upstream_name, false);
    question.bytes = question.body.size();
    auto call = upstream.call(question.body, attempt, question.clock);
    call.target = target;
    auto exchange = co_await send(upstream, call, question.clock, cancellation);
    if (!exchange) co_return std::unexpected{std::move(exchange.error())};
    auto const body = co_await (*exchange)->read_all(longest_answer, question.clock.limit(), cancellation);
    if (!body) co_return std::unexpected{body.error()};
    auto const usage = wire::read_embeddings_usage(*body, reader);
    if (!usage) co_return std::unexpected{usage.error()};
    question.answer.raw = *body;
    question.answer.usage = *usage == Usage{} ? estimated_usage(question.bytes, 0) : *usage;
    co_return Result<void>{};
}

}  // namespace

Task<Result<ExecutionResult>> ask_for_embeddings(Upstream& upstream, std::string_view target, wire::JsonReader& reader,
                                                 Attempt const& attempt, Cancellation& cancellation) {
    Question question{.clock = {attempt, upstream.loop().now()}};
    auto const answered = co_await answer(upstream, target, reader, question, attempt, cancellation);
    co_return settle(answered, question, attempt, upstream.loop().now());
}

}  // namespace signalbox
