#include "evaluation/verdict.hpp"

#include <cmath>
#include <cstdio>

namespace signalbox::evaluation {

namespace {

constexpr std::size_t fewest_prompts = 50;
constexpr std::size_t fewest_informative = 20;
constexpr double worth_having = 0.10;  // an APGR of .60, at which routing starts to pay

std::string text(Interval interval) {
    char text[64];
    std::snprintf(text, sizeof text, "%+.3f to %+.3f", interval.low, interval.high);
    return text;
}

// Prompts at which the interval would be half as wide as an advantage worth having. Its width falls with the root.
std::string enough(std::size_t prompts, Interval interval) {
    auto const shrink = (interval.high - interval.low) / worth_having;
    auto const count = static_cast<double>(prompts) * std::max(shrink * shrink, 1.0);
    auto const digit = std::pow(10, std::floor(std::log10(count)));
    return std::to_string(static_cast<long long>(std::ceil(count / digit) * digit));
}

}  // namespace

Judgement judge(Evidence const& evidence) {
    using enum Verdict;
    if (evidence.prompts < fewest_prompts || evidence.informative < fewest_informative) {
        return {insufficient, std::to_string(evidence.prompts) + " prompts, " + std::to_string(evidence.informative) +
                                  " on which the models differ; at least " + std::to_string(fewest_prompts) + " and " +
                                  std::to_string(fewest_informative) + " are needed"};
    }
    if (!evidence.gap.interval || evidence.gap.interval->low <= 0 || !evidence.advantage.interval) {
        auto const range = evidence.gap.interval ? ": it adds " + text(*evidence.gap.interval) : "";
        return {insufficient, "the strong model is not reliably better than the weak one here" + range};
    }
    auto const range = *evidence.advantage.interval;
    if (range.low > 0 && evidence.chance < 0.025) return {better, "APGR is " + text(range) + " above it"};
    if (range.high > worth_having) {
        return {insufficient, "its advantage may be anything from " + text(range) + "; about " +
                                  enough(evidence.prompts, range) + " such prompts would tell"};
    }
    return {not_better, "APGR differs from it by " + text(range)};
}

}  // namespace signalbox::evaluation
