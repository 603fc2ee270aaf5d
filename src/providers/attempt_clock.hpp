#pragma once

#include "core/error.hpp"
#include "core/time.hpp"
#include "pipeline/provider.hpp"

#include <algorithm>
#include <optional>

namespace signalbox {

// The timeouts of one attempt as moments: by when the next token must be here, and by when all.
// Only tokens move the first; comments, pings and role chunks do not. Time is an argument.
class AttemptClock {
public:
    AttemptClock(Attempt const& attempt, TimePoint now)
        : request_end_{attempt.deadline},
          started_{now},
          end_{std::min(attempt.deadline, now + attempt.timeouts.total)},
          next_token_{attempt.stream ? now + attempt.timeouts.first_token : end_},
          gap_{attempt.timeouts.gap} {}

    void token(TimePoint now) {
        if (!first_) first_ = now;
        next_token_ = now + gap_;
    }
    // The reader could not take more: the time it took is not the provider's.
    void paused_until(TimePoint now) { next_token_ = std::max(next_token_, now + gap_); }
    // The last token is known to be here; what follows must come soon.
    void closing(TimePoint now, Duration patience) { next_token_ = std::min(next_token_, now + patience); }

    [[nodiscard]] TimePoint limit() const { return std::min(next_token_, end_); }
    [[nodiscard]] Duration first_token() const { return first_ ? *first_ - started_ : Duration{}; }
    [[nodiscard]] Duration latency(TimePoint now) const { return now - started_; }

    // A timeout is the provider's failure, unless it was the request's own time that ran out.
    [[nodiscard]] Error name_timeout(Error error, TimePoint now) const {
        if (error.code == Errc::provider_timeout && now >= request_end_) {
            error = {.code = Errc::deadline_exceeded,
                     .detail = "the request's time ran out",
                     .param = {},
                     .retry_after = {}};
        }
        return error;
    }

private:
    TimePoint request_end_;
    TimePoint started_;
    TimePoint end_;
    TimePoint next_token_;
    Duration gap_;
    std::optional<TimePoint> first_;
};

}  // namespace signalbox
