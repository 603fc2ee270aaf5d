#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace load {

// Durations, kept one by one, so that percentiles are exact.
class Durations {
public:
    void add(std::int64_t nanoseconds);
    // Sorts. {"count":..,"p50":..,"p90":..,"p99":..,"p999":..,"max":..} in microseconds.
    [[nodiscard]] std::string json();

private:
    static constexpr std::size_t limit = 20'000'000;  // 80 MB; what comes later is left out
    std::vector<std::uint32_t> tens_;                 // of nanoseconds
};

// What a run found.
struct Figures {
    std::uint64_t requests = 0;  // answered well
    std::uint64_t errors = 0;
    std::uint64_t events = 0;
    std::uint64_t reconnects = 0;
    std::string first_error;
    Durations whole;   // request written to answer complete
    Durations first;   // request written to first event with text (orchestration: first event)
    Durations gaps;    // between events of one stream
    Durations travel;  // from the provider's time stamp to here
    double seconds = 0;

    void error(std::string_view what);
    [[nodiscard]] std::string json();
};

}  // namespace load
