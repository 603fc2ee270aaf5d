#pragma once

#include <vector>

namespace signalbox {

// The forecasts of one model's answers: did good ones have higher chances than poor ones?
class ForecastContest {
public:
    void add(double predicted, double weight, bool good) { entries_.push_back({predicted, weight, good}); }

    // Sums over all pairs of a good and a poor answer, each pair weighing the product of its two weights.
    struct Result {
        double pairs = 0;
        double won = 0;              // the good one had the higher chance; equal chances count half
        double variance = 0;         // of `won`, over other samples
        double chance_variance = 0;  // of `won`, if the chances had nothing to do with the answers
    };
    // The order of the entries changes.
    [[nodiscard]] Result result();

private:
    struct Entry {
        double predicted = 0;
        double weight = 0;
        bool good = false;
    };
    std::vector<Entry> entries_;
};

}  // namespace signalbox
