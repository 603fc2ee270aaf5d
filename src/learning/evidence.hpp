#pragma once

#include "core/chain_result.hpp"
#include "learning/outcome.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace signalbox {

// How good an answer was, and how much whoever says so is worth.
struct Evidence {
    OutcomeSource source = OutcomeSource::checks;
    double score = 0;   // 0-1
    double weight = 0;  // 0-1
};

// What the attempt at `index` of a run tells of its model; nothing when it tells nothing: the call failed or
// lost a race, nobody looked at its answer or nobody could judge it, or the answer is made of others' answers.
// `judge_cut`: the judge's score, 0-10, from which on an answer counts as good.
//
//   checks passed      1, of little weight: the answer is no rubbish, and that is all
//   checks failed      0, of some weight
//   judged             from 0, two points below the cut, to 1, one above it; the nearer to the cut the less weight
//   a better one asked as above, with more weight: somebody paid for the failure
[[nodiscard]] std::optional<Evidence> evidence_of(std::span<AttemptRecord const> attempts, std::size_t index,
                                                  double judge_cut);

}  // namespace signalbox
