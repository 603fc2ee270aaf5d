#include "redis/health.hpp"

namespace signalbox::redis {

namespace {

constexpr auto between_lines = std::chrono::seconds{10};

}  // namespace

void Health::client_began() { counters_.clients.fetch_add(1, std::memory_order_relaxed); }

void Health::client_ended(bool was_available) {
    counters_.clients.fetch_sub(1, std::memory_order_relaxed);
    if (was_available) counters_.available.fetch_sub(1, std::memory_order_relaxed);
}

void Health::came(TimePoint now) {
    counters_.available.fetch_add(1, std::memory_order_relaxed);
    tell(telemetry::LogLevel::info, "redis is there", {}, false, now);
}

void Health::went_away(std::string_view why, TimePoint now) {
    counters_.available.fetch_sub(1, std::memory_order_relaxed);
    not_there(why, now);
}

void Health::not_there(std::string_view why, TimePoint now) {
    tell(telemetry::LogLevel::warn, "redis is away", why, true, now);
}

void Health::in_plain_text(std::string_view host) {
    if (log_ == nullptr || plain_text_said_.exchange(true)) return;
    log_->note(telemetry::LogLevel::warn, "redis is spoken to in plain text",
               {{"host", host}, {"remedy", "a tunnel: docs/redis.md"}});
}

// What was said last and is still so is not said again.
void Health::tell(telemetry::LogLevel level, std::string_view event, std::string_view why, bool away, TimePoint now) {
    if (log_ == nullptr) return;
    {
        std::scoped_lock const lock{mutex_};
        bool const news = !anything_said_ || said_away_ != away;
        if (!news || (anything_said_ && now - said_ < between_lines && away)) return;
        anything_said_ = true;
        said_away_ = away;
        said_ = now;
    }
    if (why.empty()) return log_->note(level, event);
    log_->note(level, event, {{"reason", why}});
}

}  // namespace signalbox::redis
