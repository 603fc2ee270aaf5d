#include "app/refit_worker.hpp"

#include "learning/refit_lessons.hpp"

#include <cstdio>
#include <ctime>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace signalbox::app {

namespace {

// Nothing waits for it: this thread gets what time the others leave. A little it gets in any case, since it holds locks
// now and then.
void step_back() {
    constexpr int least = 19;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), least);
}

std::vector<Outcome const*> pointers(std::vector<SharedOutcome> const& outcomes) {
    std::vector<Outcome const*> rows;
    rows.reserve(outcomes.size());
    for (auto const& outcome : outcomes) rows.push_back(outcome.get());
    return rows;
}

std::string digits(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", number);
    return text;
}

}  // namespace

RefitWorker::RefitWorker(RefitSchedule schedule, SharedLessons start, Weights built_in, Outcomes outcomes,
                         Publish publish, telemetry::Log& log)
    : schedule_{schedule},
      built_in_{std::move(built_in)},
      outcomes_{std::move(outcomes)},
      publish_{std::move(publish)},
      log_{log},
      lessons_{std::move(start)},
      last_{Clock::now()},
      thread_{[this] { work(); }} {}

RefitWorker::~RefitWorker() {
    {
        std::lock_guard const lock{mutex_};
        stopped_ = true;
    }
    news_.notify_one();
    thread_.join();
}

void RefitWorker::joined(std::size_t count) {
    bool due = false;
    {
        std::lock_guard const lock{mutex_};
        bool const first = fresh_ == 0;  // from now on the time counts
        fresh_ += count;
        due = first || fresh_ >= schedule_.after;
    }
    if (due) news_.notify_one();
}

SharedLessons RefitWorker::lessons() const {
    std::lock_guard const lock{mutex_};
    return lessons_;
}

void RefitWorker::work() {
    step_back();
    auto const known = outcomes_();
    if (measure(pointers(known), std::time(nullptr))) publish_(learned());
    std::unique_lock lock{mutex_};
    while (!stopped_) {
        auto const now = Clock::now();
        if (schedule_.due(fresh_, now - last_, last_took_)) {
            fresh_ = 0;
            lock.unlock();
            refit();
            lock.lock();
            last_ = Clock::now();
            last_took_ = last_ - now;
        } else if (fresh_ > 0) {
            news_.wait_until(lock, last_ + schedule_.wait(fresh_, last_took_));
        } else {
            news_.wait(lock);
        }
    }
}

void RefitWorker::refit() {
    auto const current = lessons();
    auto const outcomes = outcomes_();
    auto const rows = pointers(outcomes);
    auto const now = std::time(nullptr);
    auto refit = refit_lessons(rows, *current, built_in_, now);

    auto const& verdict = refit.verdict;
    SharedLessons next;
    if (verdict.accepted) next = std::make_shared<Lessons const>(std::move(refit.lessons));
    {
        std::lock_guard const lock{mutex_};
        ++(verdict.accepted ? accepted_ : refused_);
        last_refit_ = now;
        last_refusal_ = verdict.reason;
        if (next) lessons_ = next;
    }
    auto const number = std::to_string((next ? next : current)->number);
    log_.note(telemetry::LogLevel::info, verdict.accepted ? "learned" : "refit refused",
              {{"lessons", number},
               {"outcomes", std::to_string(rows.size())},
               {"tested", std::to_string(verdict.tested)},
               {"loss_before", digits(verdict.loss_before)},
               {"loss_after", digits(verdict.loss_after)},
               {"reason", verdict.reason}});
    bool const turned = measure(rows, now);
    if (next || turned) publish_(learned());
}

bool RefitWorker::measure(std::span<Outcome const* const> outcomes, std::int64_t now) {
    auto health = std::make_shared<RoutingHealth const>(routing_health(outcomes, now));
    auto const standing = health->standing;
    RoutingStanding before{};
    {
        std::lock_guard const lock{mutex_};
        if (health_) before = health_->standing;
        health_ = health;
    }
    if (standing == before) return false;
    auto const level = standing == RoutingStanding::not_better ? telemetry::LogLevel::warn : telemetry::LogLevel::info;
    log_.note(level, "routing judged",
              {{"standing", std::string{name(standing)}},
               {"outcomes", std::to_string(health->outcomes)},
               {"because", health->because}});
    return true;
}

Learned RefitWorker::learned() const {
    std::lock_guard const lock{mutex_};
    return {.lessons = lessons_, .standing = health_ ? health_->standing : RoutingStanding::learning};
}

void RefitWorker::describe(LearningState& state) const {
    std::lock_guard const lock{mutex_};
    state.accepted = accepted_;
    state.refused = refused_;
    state.number = lessons_->number;
    state.last_refit = last_refit_;
    state.last_refusal = last_refusal_;
    state.health = health_;
}

}  // namespace signalbox::app
