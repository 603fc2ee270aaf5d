#pragma once

#include "analysis/features.hpp"
#include "core/analysis_result.hpp"

namespace signalbox {

// Tokens of the answer: what the message wishes ("500 words", "in one sentence", "briefly", "in
// detail"), else what answers of this category and complexity usually take.
[[nodiscard]] double expected_answer_tokens(Features const& features, Category category, int complexity);

}  // namespace signalbox
