#pragma once

#include "core/analysis_result.hpp"

#include <array>
#include <cstddef>
#include <optional>

namespace signalbox {

// The score, 0-10, below which a judged answer is poor: one for all categories but those that have
// their own.
struct JudgeCut {
    double usual = 7;
    std::array<std::optional<double>, category_names.size()> own{};

    [[nodiscard]] double of(Category category) const { return own[static_cast<std::size_t>(category)].value_or(usual); }
    friend bool operator==(JudgeCut const&, JudgeCut const&) = default;
};

}  // namespace signalbox
