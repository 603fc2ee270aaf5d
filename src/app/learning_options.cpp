#include "app/learning_options.hpp"

#include "app/state_file.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

constexpr std::string_view nowhere = "none";
constexpr std::string_view file_name = "outcomes.bin";

}  // namespace

LearningOptions learning_options(Reader const& section, std::string const& keys_file, Environment const& environment) {
    LearningOptions options;
    section["enabled"].into(options.enabled);
    section["file"].into(options.file);
    section["max_outcomes"].into(options.max_outcomes, {100, 1'000'000});
    options.refit_after = std::min(options.refit_after, options.max_outcomes);
    section["refit_after"].into(options.refit_after, {10, 1'000'000});
    section["exploration"].into(options.exploration, {0, 0.2});
    section["max_feedback_per_day"].into(options.max_feedback_per_day, {1, 1'000'000});
    section["auto_disable"].into(options.auto_disable);
    if (options.refit_after > options.max_outcomes) {
        section["refit_after"].refuse(
            "must be at most max_outcomes, or outcomes would be forgotten before they are learned from");
    }
    if (options.file.empty()) options.file = state_file(file_name, keys_file, environment);
    if (options.file == nowhere) options.file.clear();
    return options;
}

}  // namespace signalbox::app
