#pragma once

#include "routing/health_options.hpp"

#include <atomic>
#include <cstdint>
#include <optional>

namespace signalbox {

// Leaves a model alone because its provider limits our rate: for as long as the provider asked, or
// for a while that grows with each repetition. A call that succeeds begins the count anew.
//
// Answers of calls that were under way when it began may prolong it; they are no repetition.
// Time is an argument. Threads: safe from all loops; one word, read without waiting.
class Cooldown {
public:
    // A call was refused. `asked` is the provider's Retry-After; at most options.max_cooldown counts.
    void limited(std::optional<milliseconds> asked, TimePoint now, HealthOptions const& options);
    // A call succeeded.
    void succeeded(TimePoint now);

    // How long until a call may go; zero when one may now.
    [[nodiscard]] Duration wait(TimePoint now) const;

private:
    std::atomic<std::uint64_t> word_{0};
};

}  // namespace signalbox
