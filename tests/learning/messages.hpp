#pragma once

#include "analysis/design_row.hpp"
#include "analysis/learned_estimator.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::learning {

inline Features const& features_of(std::string_view text, Features& features) {
    features.read({.head = text, .tail = {}, .bytes = text.size()});
    return features;
}

inline DesignRow design_of(std::string_view text) {
    auto const features = std::make_unique<Features>();
    return design_row(features_of(text, *features));
}

inline Estimate estimate(Weights const& weights, std::string_view text) {
    auto const features = std::make_unique<Features>();
    return LearnedEstimator{weights}.estimate(features_of(text, *features));
}

// A message of some twenty words about a subject: long enough that its words are believed.
inline std::string about(std::string_view subject, int number) {
    auto const n = std::to_string(number);
    return "please look at this " + std::string{subject} + " again and tell us in your own words what the " +
           std::string{subject} + " number " + n + " of our list really means for the team this week";
}

}  // namespace signalbox::learning
