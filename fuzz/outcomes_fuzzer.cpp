// Files of outcomes and of scores: whatever the bytes, a table whose lists are equally long, or an error with the
// name of the file.
#include "app/outcome_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const outcomes = signalbox::app::parse_outcomes(text, "f.csv");
    if (outcomes) {
        if (outcomes->models.size() < 2 || outcomes->prompts.size() != outcomes->ids.size()) std::abort();
        for (auto const& model : outcomes->models) {
            if (model.scores.size() != outcomes->ids.size()) std::abort();
            if (!model.costs.empty() && model.costs.size() != outcomes->ids.size()) std::abort();
            for (auto const score : model.scores) {
                if (!(score >= 0 && score <= 1)) std::abort();
            }
        }
    } else if (!outcomes.error().detail.starts_with("f.csv:")) {
        std::abort();
    }
    auto const scores = signalbox::app::parse_scores(text, "f.csv");
    if (!scores && !scores.error().detail.starts_with("f.csv:")) std::abort();
    return 0;
}
