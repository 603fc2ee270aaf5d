#pragma once

#include "core/chain_context.hpp"
#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "learning/learning_state.hpp"
#include "learning/recent_runs.hpp"
#include "pipeline/snapshot.hpp"

#include <string_view>

namespace signalbox {

// What somebody says of an answer that they got.
struct Feedback {
    RunId run{};
    Rating rating{};
    std::string_view key;  // the id of the API key that asks; empty: none
};

// What a rating did.
enum class FeedbackEffect : std::uint8_t { recorded, replaced, unchanged };
inline constexpr std::array<std::string_view, 3> feedback_effect_names{"recorded", "replaced", "unchanged"};
[[nodiscard]] constexpr auto const& enum_names(FeedbackEffect) { return feedback_effect_names; }

// Where runs tell what became of them, and their readers what they think of it.
// Threads: safe from all loops; nothing here waits or writes.
class RunOutcomes {
public:
    virtual ~RunOutcomes() = default;

    // A routed run that ended with an answer. `key`: the id of the API key that asked; empty: none.
    virtual void ended(ChainContext const& context, ChainResult const& result, Snapshot const& snapshot,
                       std::string_view key, TimePoint now) = 0;

    // Errors: not_found for a run that is unknown, too old or not this key's; invalid_value naming the member;
    // rate_limited when the key's ratings of this day are used up.
    [[nodiscard]] virtual Result<FeedbackEffect> rate(Feedback const& feedback, TimePoint now) = 0;

    [[nodiscard]] virtual LearningState state() const = 0;
};

}  // namespace signalbox
