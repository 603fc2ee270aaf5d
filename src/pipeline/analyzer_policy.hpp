#pragma once

#include "core/time.hpp"

#include <string>

namespace signalbox {

// Which model looks at a request beside the built-in analysis, and when; the `analyzer:` section of the
// configuration.
struct AnalyzerPolicy {
    std::string model;  // empty: none does
    Duration timeout = std::chrono::seconds{2};
    double below_confidence = 1;  // only where the built-in analysis is less sure than this; 0-1

    [[nodiscard]] bool on() const { return !model.empty(); }
};

}  // namespace signalbox
