#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "core/difficulty.hpp"
#include "core/tokens.hpp"

namespace signalbox {

// The analysis as routing sees it: in steps, so that alike requests are equal. Plans are made from this
// and keys of plans are hashes of this, therefore equal keys mean equal plans.
struct RouteBasis {
    static constexpr int need_steps = 20;

    Category category = Category::chat;
    int complexity = 1;  // 1-10: the difficulty in steps
    Capabilities capabilities;
    int need_step = 0;     // 0 to need_steps - 1
    Tokens input;          // rounded up to a size class
    Tokens output;         // likewise, or the request's own limit when that is lower
    double quality = 0.5;  // the knob
    [[nodiscard]] double need() const { return (need_step + 0.5) / need_steps; }
    [[nodiscard]] double difficulty() const { return difficulty_of(complexity); }
};

[[nodiscard]] RouteBasis route_basis(ChainContext const& context, AnalysisResult const& analysis, double quality);

// Rounds up to 64, 128, ... 4,096 and from there to eighths of a power of two: coarse where any window
// is large enough, within 12.5 % where windows end.
[[nodiscard]] Tokens size_class(Tokens tokens);

}  // namespace signalbox
