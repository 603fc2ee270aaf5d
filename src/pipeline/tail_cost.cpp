#include "pipeline/tail_cost.hpp"

namespace signalbox {

namespace {

constexpr std::int64_t bytes_per_token = 4;

// Could the provider have been at work when the call ended so?
bool was_at_work(Errc ended) {
    switch (ended) {
        case Errc::cancelled:
        case Errc::draining:
        case Errc::deadline_exceeded:
        case Errc::provider_timeout:
        case Errc::upstream_truncated:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::pair<Usage, std::optional<MicroUsd>> tail_cost(ModelCard const& model, Errc ended, Tokens input,
                                                    std::optional<std::int64_t> arrived_bytes) {
    if (!arrived_bytes && !was_at_work(ended)) return {Usage{}, MicroUsd{}};
    Usage usage{.input = input, .output = {}, .cached = {}, .reasoning = {}, .estimated = true};
    if (arrived_bytes) usage.output = {*arrived_bytes / bytes_per_token + 1};
    if (!model.price.known()) return {usage, std::nullopt};
    return {usage, cost(model.price.value, usage.input, usage.output)};
}

}  // namespace signalbox
