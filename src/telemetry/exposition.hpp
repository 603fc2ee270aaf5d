#pragma once

#include "telemetry/histogram.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox::telemetry {

// Writes Prometheus' text format 0.0.4 by appending to a string: one family() and then its samples.
// Label values are escaped; names are ours and not checked.
class Exposition {
public:
    using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    explicit Exposition(std::string& out) : out_{out} {}

    // Begins a family; `name` lives until the next one. Kinds: counter, gauge, histogram.
    void family(std::string_view name, std::string_view kind, std::string_view help);
    void sample(Labels labels, std::int64_t value);
    void sample(Labels labels, double value);
    // Buckets, sum and count of one histogram, in seconds. The count is the sum of the buckets as
    // read, so that both agree while other loops count on.
    void histogram(Labels labels, Histogram const& histogram);
    // The same for numbers.
    void histogram(Labels labels, CountHistogram const& histogram);

private:
    template <class Value>
    void buckets(Labels labels, BasicHistogram<Value> const& histogram);
    void begin(std::string_view suffix, Labels labels, std::string_view bound = {});
    std::string& out_;
    std::string_view name_;
};

}  // namespace signalbox::telemetry
