#pragma once

#include "analysis/features.hpp"
#include "core/analysis_result.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox {

// What is thought of one message, seen alone.
struct Estimate {
    std::array<double, category_names.size()> scores{};  // evidence per category; only differences matter
    double difficulty = 0;                               // 0-1: chance that the reference cheap model falls short
    double need = 0;                                     // 0-1: who gains from the stronger tier
    double confidence = 0;                               // 0-1
    std::array<std::string_view, 4> reasons{};           // static text, most weight first
    [[nodiscard]] Category category() const;             // of the highest score; the first of equals
};

// Features to an estimate. Callers of Analyzer never see it.
// Threads: const and without state that changes.
class Estimator {
public:
    virtual ~Estimator() = default;
    [[nodiscard]] virtual Estimate estimate(Features const& features) const = 0;
    // Tokens of the answer, given what analysis settled on.
    [[nodiscard]] virtual double answer_tokens(Features const& features, Category category, int complexity) const = 0;
    // Differs when any weight differs.
    [[nodiscard]] virtual std::uint64_t version() const = 0;
};

}  // namespace signalbox
