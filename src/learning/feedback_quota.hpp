#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace signalbox {

// How many ratings each API key may give on one day (UTC).
// Time is an argument, in seconds since 1970. Threads: none; the owner locks.
class FeedbackQuota {
public:
    static constexpr std::int64_t seconds_a_day = 86'400;

    explicit FeedbackQuota(std::size_t a_day) : a_day_{a_day} {}

    // Counts one; false when the day's are used up, and nothing is counted.
    [[nodiscard]] bool take(std::uint64_t party, std::int64_t now);
    // Counts one of earlier, from before a restart.
    void remember(std::uint64_t party, std::int64_t at, std::int64_t now);
    // Until the next day begins: at least a second.
    [[nodiscard]] static std::int64_t seconds_left(std::int64_t now) { return seconds_a_day - now % seconds_a_day; }

private:
    // The counts of the day that it is. A wall clock that is set back does not bring an earlier day again.
    void turn(std::int64_t now);

    std::size_t a_day_;
    std::int64_t day_ = 0;
    std::map<std::uint64_t, std::size_t> counts_;  // by party: no more than there are keys
};

}  // namespace signalbox
