#include "pipeline/run_end.hpp"

#include "pipeline/run_scope.hpp"
#include "routing/router.hpp"

#include <algorithm>
#include <ranges>

namespace signalbox {

namespace {

// So much of each end of a message is hashed: enough to tell messages apart, the same price for all.
constexpr std::size_t hashed_end = 128;

std::uint64_t message_hash(std::string_view text, KeyedHash::Key const& secret) {
    KeyedHash hash{secret};
    hash.update(text.size());
    hash.update(text.substr(0, hashed_end));
    if (text.size() > hashed_end) hash.update(text.substr(std::max(hashed_end, text.size() - hashed_end)));
    return hash.finish()[0];
}

void note_messages(RunEnd& end, ChainContext const& context, KeyedHash::Key const& secret) {
    auto const& messages = context.messages;
    end.messages = static_cast<std::int64_t>(messages.size());
    for (auto const& message : messages) end.prompt_bytes += static_cast<std::int64_t>(message.content.size());
    auto const latest = std::ranges::find_if(messages | std::views::reverse,
                                             [](Message const& message) { return message.role == Role::user; });
    if (latest == messages.rend()) return;
    end.message_bytes = static_cast<std::int64_t>(latest->content.size());
    end.message = message_hash(latest->content, secret);
}

std::optional<double> score_of(std::optional<ValidationResult> const& validation) {
    if (!validation || validation->verdict == Verdict::unknown) return std::nullopt;
    return validation->score;
}

RunEnd::Attempt attempt_of(AttemptRecord const& record) {
    RunEnd::Attempt attempt{.kind = record.kind,
                            .model = record.model,
                            .error = std::nullopt,
                            .score = score_of(record.validation),
                            .rejected = record.validation && !record.validation->accepted(),
                            .stopped = record.stopped,
                            .lost = record.lost,
                            .usage = record.usage,
                            .cost = record.cost,
                            .latency = record.latency};
    if (record.error) attempt.error = record.error->code;
    return attempt;
}

void note_answer(RunEnd& end, ChainResult const& result) {
    end.validated = result.validated;
    end.model = result.model;
    end.score = score_of(result.validation);
    end.answer = result.execution.usage;
    end.usage = result.usage;
    end.cost = result.cost;
}

}  // namespace

std::uint64_t party_of(std::string_view key, KeyedHash::Key const& secret) {
    if (key.empty()) return 0;
    KeyedHash hash{secret};
    hash.update(key);
    return std::max<std::uint64_t>(1, hash.finish()[0]);
}

std::optional<RunEnd> run_end(RunScope const& run, ChainResult const* result, Error const* error,
                              KeyedHash::Key const& secret) {
    auto const id = read_run_id(run.context.request_id);
    auto const& decision = run.decision;
    if (!id || decision.plan == nullptr) return std::nullopt;
    std::optional<RunEnd> made{std::in_place};
    auto& end = *made;
    end.id = *id;
    end.ended = run.now();
    end.snapshot = run.parts.snapshot;
    end.plan = decision.plan;
    end.analysis = decision.analysis;
    end.party = party_of(run.parts.key, secret);
    note_messages(end, run.context, secret);
    end.quality = decision.direct ? 0 : effective_quality(run.context, run.snapshot().routing);
    end.needs_tools = run.context.needs_tools;
    end.needs_json = run.context.needs_json;
    end.needs_vision = run.context.needs_vision;
    end.cache_hit = decision.cache_hit;
    end.direct = decision.direct;
    end.retries = run.retries;
    end.latency = end.ended - run.started;
    if (run.first_token) end.first_token = *run.first_token - run.started;
    if (error != nullptr) end.error = error->code;
    if (result != nullptr) {
        note_answer(end, *result);
    } else {
        end.usage = run.ledger.usage();
        end.cost = run.ledger.cost();
    }
    auto const& attempts = result != nullptr ? result->attempts : run.ledger.attempts();
    end.attempts.reserve(attempts.size());
    for (auto const& attempt : attempts) end.attempts.push_back(attempt_of(attempt));
    return made;
}

}  // namespace signalbox
