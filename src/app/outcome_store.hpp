#pragma once

#include "app/outcome_log.hpp"
#include "core/keyed_hash.hpp"
#include "learning/learning_state.hpp"
#include "learning/outcome.hpp"
#include "learning/replay.hpp"
#include "telemetry/log.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::app {

// All outcomes that are learned from, in memory and, on a thread of its own, in a file.
//
// Without a file, or when that cannot be had, all goes on in memory. Threads: offer() and all the others from any
// thread; offer() never waits for the disk.
class OutcomeStore {
public:
    static constexpr std::size_t max_waiting = 1'024;

    // Reads what there is. `path` empty: nothing is kept. `taken` hears, on the store's thread, how many new
    // outcomes joined. `log` and what `taken` uses outlive it.
    OutcomeStore(std::string const& path, std::size_t capacity, telemetry::Log& log,
                 std::function<void(std::size_t)> taken);
    ~OutcomeStore() { finish(); }
    OutcomeStore(OutcomeStore const&) = delete;
    OutcomeStore& operator=(OutcomeStore const&) = delete;

    // False: too many wait already; it is dropped, and counted.
    bool offer(Outcome outcome);
    // Waits until all that was offered before has joined.
    void settle();
    // The same, and takes nothing more.
    void finish();
    // Whether there is a file.
    [[nodiscard]] bool has_file() const { return file_ != nullptr; }
    [[nodiscard]] std::vector<SharedOutcome> all() const;
    // Keys the hashes of ids and parties; lives as long as the file.
    [[nodiscard]] KeyedHash::Key const& secret() const { return secret_; }
    // Fills in what is known here.
    void describe(LearningState& state) const;

private:
    void work();
    [[nodiscard]] bool keep(std::vector<Outcome> const& batch);
    void join(std::vector<Outcome> batch);
    void shorten();
    void complain(Error const& error);

    telemetry::Log& log_;
    std::function<void(std::size_t)> taken_;
    std::size_t capacity_;
    KeyedHash::Key secret_;
    std::unique_ptr<OutcomeLog> file_;  // of the thread; null: nothing is kept
    std::atomic<bool> kept_{false};
    bool complained_ = false;  // of the thread: said once until it works again
    std::array<std::atomic<std::uint64_t>, outcome_source_names.size()> counts_{};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::size_t> size_{0};  // of the replay, for who must not wait

    mutable std::mutex replay_mutex_;
    Replay replay_;

    std::mutex mutex_;  // guards the rest
    std::condition_variable news_;
    std::condition_variable done_;
    std::vector<Outcome> waiting_;
    bool busy_ = false;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace signalbox::app
