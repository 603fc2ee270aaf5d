#pragma once

#include "analysis/second_analysis.hpp"

#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// What came of asking a model about a message.
struct SecondOpinion {
    std::optional<SecondAnalysis> second;  // absent: the built-in analysis stays
    std::string why;                       // in words, what the model did instead
    // The reason lies with the one request that asked (its client left, its time or money ran out): it
    // says nothing to others with the same message.
    bool own = false;
};
using SharedOpinion = std::shared_ptr<SecondOpinion const>;

}  // namespace signalbox
