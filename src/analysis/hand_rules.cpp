#include "analysis/hand_rules.hpp"

#include "analysis/answer_length.hpp"
#include "analysis/hand_weights.hpp"

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

// Collects what speaks, and its reasons by weight.
class Tally {
public:
    // A negative need makes things easier.
    void speak(SignalWeight const& row, double strength) {
        std::array<double, 5> const columns{row.code, row.research, row.creative, row.analysis, row.chat};
        double loudest = std::abs(row.need);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            estimate_.scores[i] += columns[i] * strength;
            loudest = std::max(loudest, columns[i] * 0.2);
        }
        weigh(row.need * strength);
        if (!row.reason.empty()) keep(row.reason, (loudest + std::abs(row.need)) * strength);
    }

    void weigh(double need) { (need > 0 ? ease_ : easing_) *= 1 - std::abs(need); }

    void keep(std::string_view reason, double weight) {
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            if (weight <= weights_[i]) continue;
            std::shift_right(weights_.begin() + i, weights_.end(), 1);
            std::shift_right(estimate_.reasons.begin() + i, estimate_.reasons.end(), 1);
            weights_[i] = weight;
            estimate_.reasons[i] = reason;
            return;
        }
    }

    Estimate finish() {
        auto const base = base_need[static_cast<std::size_t>(estimate_.category())];
        estimate_.need = std::clamp((1 - (1 - base) * ease_) * easing_, 0.0, 1.0);
        return estimate_;
    }
    Estimate& estimate() { return estimate_; }

private:
    Estimate estimate_{.scores = base_score};
    std::array<double, 4> weights_{};
    double ease_ = 1;    // what the difficulties leave
    double easing_ = 1;  // what the ease leaves of the need
};

// Small talk is small: in a longer message the same words only dress a task.
bool is_small_talk(Signal signal) {
    return signal == Signal::greeting || signal == Signal::personal || signal == Signal::errand;
}

// Full strength near the ends of a message, less in what was pasted between.
double strength(Signal signal, SignalHits hits, Features const& features) {
    auto const words = features.count(Count::words);
    if (signal == Signal::greeting && (words > 8 || features.has(Signal::translate))) return 0.2;
    if (is_small_talk(signal) && words > 30) return 0.3;
    return hits.edge != 0 ? 1.0 : 0.4;
}

void speak_signals(Tally& tally, Features const& features) {
    for (auto const& row : signal_weights) {
        auto const hits = features.signal(row.signal);
        if (hits.all != 0) tally.speak(row, strength(row.signal, hits, features));
    }
}

void speak_shape(Tally& tally, Features const& features) {
    auto const count = [&](Count kind) { return static_cast<double>(features.count(kind)); };
    auto const words = std::max(1.0, count(Count::words));

    auto const code_marks = 4 * count(Count::fences) + count(Count::identifiers) + 0.5 * count(Count::inline_code) +
                            0.25 * count(Count::brackets);
    auto const density = code_marks / words;
    if (count(Count::fences) > 0 || (code_marks >= 3 && density > 0.1)) {
        tally.speak(
            {.code = static_cast<float>(std::min(1.6, 0.5 + 4 * density)), .need = 0.08F, .reason = "contains code"},
            1);
    }
    if (count(Count::options) >= 3) tally.speak({.analysis = 1.2F, .need = 0.12F, .reason = "multiple choice"}, 1);
    auto const figures = count(Count::numbers) + count(Count::math_signs) + count(Count::dollars);
    if (figures >= 3 && figures / words > 0.06)
        tally.speak({.analysis = 0.6F, .need = 0.10F, .reason = "many figures"}, 1);

    auto const demands = count(Count::list_items) + std::max(0.0, count(Count::questions) - 1);
    if (demands >= 2) {
        tally.speak({.need = static_cast<float>(std::min(0.3, 0.05 * demands)), .reason = "several parts"}, 1);
    }
    if (words > 24) tally.speak({.need = static_cast<float>(std::min(0.35, 0.06 * std::log2(words / 24)))}, 1);
    if (words > 200) tally.keep("long message", 0.1);
    if (count(Count::questions) > 0) tally.speak({.research = 0.3F, .chat = 0.1F}, 1);
}

// Sure when one category stands out; unsure of what is empty, unreadable or was not read whole.
double confidence(Estimate const& estimate, Features const& features) {
    auto const words = features.count(Count::words);
    if (words == 0) return 0.1;
    auto scores = estimate.scores;
    std::ranges::sort(scores, std::greater{});
    auto const margin = (scores[0] - scores[1]) / (std::abs(scores[0]) + 0.5);
    auto sure = 0.35 + 0.6 * std::clamp(margin, 0.0, 1.0);
    if (features.clipped) sure *= 0.7;
    if (features.count(Count::rubbish) * 20 > features.bytes_read) sure *= 0.4;
    if (words == 1 && estimate.category() != Category::chat) sure *= 0.8;
    return sure;
}

}  // namespace

Category Estimate::category() const { return static_cast<Category>(std::ranges::max_element(scores) - scores.begin()); }

Estimate HandRules::estimate(Features const& features) const {
    Tally tally;
    speak_signals(tally, features);
    speak_shape(tally, features);
    auto estimate = tally.finish();
    estimate.confidence = confidence(estimate, features);
    return estimate;
}

double HandRules::answer_tokens(Features const& features, Category category, double need) const {
    return expected_answer_tokens(features, category, need);
}

std::uint64_t HandRules::version() const { return 1; }

}  // namespace signalbox
