#include "server/run_log.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

constexpr std::size_t frame_cost = 64;   // to hold a frame, beside its bytes
constexpr std::size_t log_cost = 1'024;  // to hold a log, beside its frames

}  // namespace

RunLog::RunLog(std::size_t limit, std::shared_ptr<FarCall> writer) : limit_{limit}, writer_{std::move(writer)} {}

void RunLog::append(std::string_view frame) {
    std::string held{frame};
    std::lock_guard const lock{mutex_};
    bytes_ += frame.size() + frame_cost;
    frames_.push_back(std::move(held));
    drop_taken();
}

void RunLog::announce() {
    std::lock_guard const lock{mutex_};
    wake_readers();
}

bool RunLog::full() {
    std::lock_guard const lock{mutex_};
    drop_taken();
    waited_for_ = over_limit();
    return waited_for_;
}

void RunLog::end() {
    std::lock_guard const lock{mutex_};
    ended_ = true;
    writer_.reset();
    wake_readers();
}

bool RunLog::stop() {
    std::lock_guard const lock{mutex_};
    if (ended_) return false;
    stop_asked_ = true;
    tell_writer();
    return true;
}

RunLog::Attendance RunLog::attendance() const {
    std::lock_guard const lock{mutex_};
    return {.readers = readers_.size(), .arrivals = arrivals_, .stop_asked = stop_asked_};
}

std::size_t RunLog::bytes() const {
    std::lock_guard const lock{mutex_};
    return bytes_ + log_cost;
}

void RunLog::drop_taken() {
    if (readers_.empty() || ended_) return;
    auto const slowest = std::ranges::min(readers_, {}, &Reader::next_)->next_;
    while (over_limit() && first_ < slowest) {
        bytes_ -= frames_.front().size() + frame_cost;
        frames_.pop_front();
        ++first_;
    }
}

void RunLog::tell_writer() {
    if (writer_) writer_->ask();
}

void RunLog::wake_readers() {
    for (auto* const reader : readers_) {
        if (reader->next_ <= last() || ended_) reader->wake_->ask();
    }
}

RunLog::Reader::Reader(std::shared_ptr<RunLog> log, std::shared_ptr<FarCall> wake)
    : log_{std::move(log)}, wake_{std::move(wake)} {}

RunLog::Reader::~Reader() {
    {
        std::lock_guard const lock{log_->mutex_};
        if (std::erase(log_->readers_, this) > 0) log_->tell_writer();
    }
    wake_->forget();
}

RunLog::Joined RunLog::Reader::join(std::int64_t after) {
    std::lock_guard const lock{log_->mutex_};
    if (after > log_->last()) return Joined::ahead;
    if (after == log_->last() && log_->ended_) return Joined::delivered;
    if (after + 1 < log_->first_) return Joined::gone;
    next_ = after + 1;
    log_->readers_.push_back(this);
    ++log_->arrivals_;
    log_->tell_writer();
    return Joined::yes;
}

RunLog::Taken RunLog::Reader::take(std::string& out, std::size_t enough) {
    std::lock_guard const lock{log_->mutex_};
    auto const from = next_;
    for (; next_ <= log_->last() && out.size() < enough; ++next_) {
        out.append(log_->frames_[static_cast<std::size_t>(next_ - log_->first_)]);
    }
    if (log_->waited_for_ && next_ > from) log_->tell_writer();
    return {.any = next_ > from, .over = log_->ended_ && next_ > log_->last()};
}

}  // namespace signalbox::server
