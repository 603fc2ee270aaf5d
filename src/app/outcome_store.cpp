#include "app/outcome_store.hpp"

#include "app/random_secret.hpp"

#include <utility>

namespace signalbox::app {

OutcomeStore::OutcomeStore(std::string const& path, std::size_t capacity, telemetry::Log& log,
                           std::function<void(std::size_t)> taken)
    : log_{log}, taken_{std::move(taken)}, capacity_{capacity}, secret_{random_secret()}, replay_{capacity} {
    if (!path.empty()) {
        auto const tell = [&](std::string_view event, std::string const& detail) {
            log_.note(telemetry::LogLevel::warn, event, {{"detail", detail}});
        };
        auto file =
            OutcomeLog::open(path, secret_, [this](Outcome outcome) { replay_.take(std::move(outcome)); }, tell);
        if (file) {
            file_ = std::move(*file);
            secret_ = file_->secret();
            kept_ = true;
        } else {
            complain(file.error());
        }
    }
    size_ = replay_.size();
    thread_ = std::thread{[this] { work(); }};
}

void OutcomeStore::finish() {
    {
        std::lock_guard const lock{mutex_};
        stopped_ = true;
    }
    news_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool OutcomeStore::offer(Outcome outcome) {
    {
        std::lock_guard const lock{mutex_};
        if (stopped_ || waiting_.size() >= max_waiting) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        waiting_.push_back(std::move(outcome));
        if (waiting_.size() > 1) return true;  // it was woken for the first one
    }
    news_.notify_one();
    return true;
}

void OutcomeStore::settle() {
    std::unique_lock lock{mutex_};
    done_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

void OutcomeStore::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        news_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto batch = std::exchange(waiting_, {});
        busy_ = true;
        lock.unlock();
        auto const count = batch.size();
        auto const kept = keep(batch);
        join(std::move(batch));
        if (kept) shorten();
        taken_(count);
        lock.lock();
        busy_ = false;
        done_.notify_all();
    }
}

// The outcomes that are in memory are learned from even when the disk refuses them.
bool OutcomeStore::keep(std::vector<Outcome> const& batch) {
    if (file_ == nullptr) return false;
    if (auto const kept = file_->append(batch); !kept) {
        complain(kept.error());
        return false;
    }
    complained_ = false;
    kept_ = true;
    return true;
}

void OutcomeStore::join(std::vector<Outcome> batch) {
    std::lock_guard const lock{replay_mutex_};
    for (auto& outcome : batch) {
        counts_[static_cast<std::size_t>(outcome.source)].fetch_add(1, std::memory_order_relaxed);
        replay_.take(std::move(outcome));
    }
    size_.store(replay_.size(), std::memory_order_relaxed);
}

// Half of the file is then of outcomes that were replaced or had to go.
void OutcomeStore::shorten() {
    if (file_->records() <= 2 * capacity_) return;
    if (auto const shorter = file_->rewrite(all()); !shorter) complain(shorter.error());
}

void OutcomeStore::complain(Error const& error) {
    kept_ = false;
    if (std::exchange(complained_, true)) return;
    log_.note(telemetry::LogLevel::warn, "outcomes not kept",
              {{"reason", error.detail}, {"effect", "what is learned now is lost at the next start"}});
}

std::vector<SharedOutcome> OutcomeStore::all() const {
    std::lock_guard const lock{replay_mutex_};
    return replay_.all();
}

void OutcomeStore::describe(LearningState& state) const {
    for (std::size_t i = 0; i < counts_.size(); ++i) state.taken[i] = counts_[i].load(std::memory_order_relaxed);
    state.dropped = dropped_.load(std::memory_order_relaxed);
    state.kept = kept_.load(std::memory_order_relaxed);
    state.outcomes = size_.load(std::memory_order_relaxed);
}

}  // namespace signalbox::app
