#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"

namespace signalbox {

// Message and recent turns to AnalysisResult. Callers know only this; learned weights
// and what comes later stand behind it.
// Threads: const and without state that changes; one instance may serve all loops.
class Analyzer {
public:
    virtual ~Analyzer() = default;
    // Any input has a defined result; an unreadable one has low confidence. Never throws.
    [[nodiscard]] virtual AnalysisResult analyze(ChainContext const& context) const = 0;
    // Which analyzer, and which version of its weights: part of the cache epoch.
    [[nodiscard]] virtual std::uint64_t version() const = 0;
};

}  // namespace signalbox
