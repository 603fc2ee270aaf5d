#pragma once

#include "learning/outcome.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace signalbox {

// Counts up from 1 in each test, so that which outcomes a refit holds out depends on no other test.
inline std::uint64_t next_run() {
    static testing::TestInfo const* test = nullptr;
    static std::uint64_t runs = 0;
    auto const* const current = testing::UnitTest::GetInstance()->current_test_info();
    if (current != test) runs = 0;
    test = current;
    return ++runs;
}

// The outcome of an answer that somebody rated, each of a run of its own.
inline Outcome rated(std::string_view model, Category category, double score, std::uint64_t party = 0) {
    return {.id = outcome_id(next_run() << 4, told_of_run),
            .at = 1'000'000,
            .party = party,
            .model = model_tag(model),
            .category = category,
            .source = OutcomeSource::feedback,
            .score = static_cast<float>(score),
            .weight = 1,
            .predicted = 0.8F,
            .prior = 1.4F};
}

inline std::vector<Outcome const*> pointers(std::vector<Outcome> const& outcomes) {
    std::vector<Outcome const*> list;
    for (auto const& outcome : outcomes) list.push_back(&outcome);
    return list;
}

}  // namespace signalbox
