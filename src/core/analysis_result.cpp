#include "core/analysis_result.hpp"

namespace signalbox {

std::string reasoning(AnalysisResult const& analysis) {
    std::string text;
    for (auto const reason : analysis.reasons) {
        if (reason.empty()) break;
        if (!text.empty()) text += "; ";
        text += reason;
    }
    return text;
}

}  // namespace signalbox
