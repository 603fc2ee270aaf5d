#include "analysis/continuation.hpp"

namespace signalbox {

bool is_continuation(Features const& features, Estimate const& alone) {
    auto const words = features.count(Count::words);
    if (words == 0) return features.bytes < 8 && features.count(Count::numbers) < 2;  // "?", "1.", an emoji
    if (words > 12 || features.has(Signal::greeting)) return false;
    if (features.has(Signal::proceed)) return true;
    // "Explain that" points back; "Explain how this engine works, in detail" says what it wants.
    if (features.has(Signal::refer) && words <= 6) return true;
    // "shorter", "in French please": no task of its own.
    auto const says_nothing = alone.category() == Category::chat && !features.has(Signal::errand) &&
                              !features.has(Signal::fact) && !features.has(Signal::personal);
    return says_nothing && words <= 4;
}

}  // namespace signalbox
