#include "learning/feedback_quota.hpp"

namespace signalbox {

void FeedbackQuota::turn(std::int64_t now) {
    auto const day = now / seconds_a_day;
    if (day <= day_) return;
    day_ = day;
    counts_.clear();
}

bool FeedbackQuota::take(std::uint64_t party, std::int64_t now) {
    turn(now);
    auto& count = counts_[party];
    if (count >= a_day_) return false;
    ++count;
    return true;
}

void FeedbackQuota::remember(std::uint64_t party, std::int64_t at, std::int64_t now) {
    turn(now);
    if (at / seconds_a_day == day_) ++counts_[party];
}

}  // namespace signalbox
