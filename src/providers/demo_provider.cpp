#include "providers/demo_provider.hpp"

#include "providers/demo_answers.hpp"
#include "providers/demo_pace.hpp"

#include <algorithm>

namespace signalbox {

namespace {

// One answer on its way out.
struct Speech {
    std::string_view left;
    std::int64_t tokens = 0;
    std::string said{};
};

// Takes the pieces that are due by now, at least one.
std::string_view take_due(Speech& speech, DemoPace const& pace, TimePoint begun, TimePoint now) {
    std::size_t size = 0;
    do {
        size += demo_piece(speech.left.substr(size)).size();
        ++speech.tokens;
    } while (size < speech.left.size() && pace.due(begun, speech.tokens) <= now);
    auto const text = speech.left.substr(0, size);
    speech.left.remove_prefix(size);
    speech.said.append(text);
    return text;
}

std::int64_t tokens_of(std::vector<Message> const& messages) {
    std::size_t bytes = 0;
    for (auto const& message : messages) bytes += message.content.size();
    return static_cast<std::int64_t>(bytes / 4 + 4 * messages.size());
}

Error out_of_time(bool deadline) {
    if (deadline) return {Errc::deadline_exceeded, "the request's deadline ran out", {}, {}};
    return {Errc::provider_timeout, "the attempt's total timeout ran out", {}, {}};
}

// Cuts the answer where the client's token limit cuts it. True when something was cut off.
bool keep_within(std::string& answer, std::optional<std::int64_t> limit) {
    if (!limit) return false;
    std::size_t size = 0;
    for (std::int64_t n = 0; n < *limit && size < answer.size(); ++n) {
        size += demo_piece(std::string_view{answer}.substr(size)).size();
    }
    if (size == answer.size()) return false;
    answer.resize(size);
    return true;
}

}  // namespace

Task<Result<ExecutionResult>> DemoProvider::complete(Attempt const& attempt, DeltaSink& sink,
                                                     Cancellation& cancellation) {
    auto const begun = time_.now();
    auto const end = std::min(attempt.deadline, begun + attempt.timeouts.total);
    auto const pace = demo_pace(*attempt.model);
    auto answer = demo_answer(*attempt.context, attempt.model->upstream_name, seed_);
    bool const cut = keep_within(answer, attempt.context->max_output_tokens);

    Speech speech{.left = answer};
    while (!speech.left.empty()) {
        auto const due = pace.due(begun, speech.tokens);
        co_await sleep_until(time_, std::min(due, end), cancellation);
        if (cancellation.requested()) co_return fail(cancellation.reason(), "the demo model was stopped");
        if (time_.now() >= end) co_return std::unexpected(out_of_time(attempt.deadline <= end));
        auto const text = take_due(speech, pace, begun, time_.now());
        if (!attempt.stream) continue;
        sink.on_delta(Delta{.text = text, .reasoning = {}, .frames = {}, .so_far = speech.said});
        if (sink.behind()) co_await sink.caught_up();
    }
    if (cancellation.requested()) co_return fail(cancellation.reason(), "the demo model was stopped");

    ExecutionResult result;
    result.model = attempt.model->id;
    result.content = std::move(speech.said);
    result.usage.input = {tokens_of(attempt.context->messages)};
    result.usage.output = {speech.tokens};
    result.finish_reason = cut ? FinishReason::length : FinishReason::stop;
    result.latency = time_.now() - begun;
    if (attempt.stream) result.first_token = pace.first_token;
    if (attempt.model->price.known())
        result.cost = cost(attempt.model->price.value, result.usage.input, result.usage.output);
    co_return result;
}

}  // namespace signalbox
