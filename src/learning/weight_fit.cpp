#include "learning/weight_fit.hpp"

#include "learning/kept_row.hpp"
#include "learning/refit.hpp"

#include <unordered_map>
#include <vector>

namespace signalbox {

namespace {

constexpr std::size_t least = 50;  // outcomes

// Outcomes of one run are about one message.
struct Seen {
    std::vector<learning::SeenMessage> messages;
    std::vector<learning::Observation> observations;
};

Seen seen_of(std::span<Outcome const* const> outcomes, std::span<double const> weights) {
    Seen seen;
    std::unordered_map<std::uint64_t, std::uint32_t> message_of;  // by run
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        auto const& outcome = *outcomes[i];
        auto const [known, is_new] =
            message_of.try_emplace(run_of(outcome.id), static_cast<std::uint32_t>(seen.messages.size()));
        if (is_new) {
            auto row = design_row_of(outcome.row);
            if (!row) {
                message_of.erase(known);
                continue;
            }
            seen.messages.push_back({.design = std::move(*row), .category = outcome.category});
        }
        seen.observations.push_back(
            {.message = known->second, .strength = outcome.strength, .score = outcome.score, .weight = weights[i]});
    }
    return seen;
}

}  // namespace

std::shared_ptr<Weights const> fit_weights(std::span<Outcome const* const> outcomes, std::span<double const> weights,
                                           Weights const& built_in) {
    auto const seen = seen_of(outcomes, weights);
    if (seen.observations.size() < least) return nullptr;
    return std::make_shared<Weights const>(learning::refit(built_in, seen.messages, seen.observations));
}

}  // namespace signalbox
