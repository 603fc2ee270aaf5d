#pragma once

#include <optional>
#include <vector>

namespace signalbox::evaluation {

struct Interval {
    double low = 0;
    double high = 0;
};

// A measured value and where it would lie in 95 of 100 other samples. Both are absent where they cannot be told.
struct Figure {
    std::optional<double> value;
    std::optional<Interval> interval;
};

// What one figure was in each resample.
class Samples {
public:
    void add(std::optional<double> value) {
        if (value) values_.push_back(*value);
    }
    [[nodiscard]] std::vector<double> const& values() const { return values_; }
    [[nodiscard]] std::optional<double> mean() const;
    // The middle 95 %. Nothing for fewer than 20 samples.
    [[nodiscard]] std::optional<Interval> interval() const;

private:
    std::vector<double> values_;
};

}  // namespace signalbox::evaluation
