#pragma once

#include "core/enum_text.hpp"
#include "core/time.hpp"
#include "telemetry/totals.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string_view>
#include <vector>

namespace signalbox::telemetry {

// How far back one looks.
enum class HistoryRange : std::uint8_t { quarter, hour, day };
inline constexpr std::array<std::string_view, 3> history_range_names{"15m", "1h", "24h"};
[[nodiscard]] constexpr auto const& enum_names(HistoryRange) { return history_range_names; }

// What happened in one step of time.
struct HistoryPoint {
    std::int64_t at = 0;  // seconds since 1970, its end
    Totals grown;
};

// The last day in numbers, from samples of the totals: one every 10 seconds for an hour, one every 2 minutes for a
// day. Counting costs requests nothing; about 2 MB with a few models, and no more however long it runs.
// Threads: all.
class History {
public:
    static constexpr Duration every = std::chrono::seconds{10};
    static constexpr std::size_t fine_samples = 361;
    static constexpr std::size_t coarse_samples = 721;
    static constexpr int coarse_every = 12;  // fine ones

    // One moment more. `at`: seconds since 1970. REQUIRES: called once in `every`.
    void sample(std::int64_t at, Totals totals);

    // Of the range up to `now`, oldest first, in about 90 steps; the last one has only begun. `at` as above.
    // `begin` becomes the totals that the first step grew from; with no steps it stays.
    [[nodiscard]] std::vector<HistoryPoint> points(HistoryRange range, std::int64_t at, Totals const& now,
                                                   Totals& begin) const;
    [[nodiscard]] static std::int64_t step_seconds(HistoryRange range);

private:
    struct Sample {
        std::int64_t at = 0;
        Totals totals;
    };
    mutable std::mutex mutex_;
    std::deque<Sample> fine_;
    std::deque<Sample> coarse_;
    int until_coarse_ = 0;  // fine samples
};

}  // namespace signalbox::telemetry
