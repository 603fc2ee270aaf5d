#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

// The optional second analyzer: a model is asked how hard a message is. Here is its prompt, and the
// strict reading of its reply; who asks it, and when, is the chain's business.
namespace signalbox {

// The first words of the system message of every such prompt.
inline constexpr std::string_view analyzer_marker = "You are the analyzer of requests to other models.";

// The prompt for an analyzing model. The message, and the turns before it, are quoted and fenced with a
// random marker `fence`, because a message may try to talk to its analyzer. Long texts are cut in the middle.
[[nodiscard]] std::vector<Message> analyzer_prompt(ChainContext const& context, std::string_view fence);

struct SecondAnalysis {
    AnalysisResult analysis;
    std::string reasoning;  // in the model's words
};

// Reads the model's reply: JSON with complexity 1-10, category and confidence 0-1, also inside a code
// fence or between prose. Capabilities, estimatedOutputTokens and reasoning may be left out. What only
// counting can tell, and hard needs of the request, stay as `first` has them.
// Errors, in words: no such object, a member out of its range, two objects that disagree.
[[nodiscard]] std::expected<SecondAnalysis, std::string_view> read_analysis(std::string_view reply,
                                                                            ChainContext const& context,
                                                                            AnalysisResult const& first);

}  // namespace signalbox
