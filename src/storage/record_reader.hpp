#pragma once

#include "core/keyed_hash.hpp"
#include "pipeline/decision_log.hpp"
#include "storage/sqlite.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace signalbox::storage {

// Answers questions about records, one after the other, on a thread and a connection of its own.
// Invariants: at most `max_waiting` questions wait; none takes longer than `most_time`.
// Threads: safe from all.
class RecordReader {
public:
    static constexpr std::size_t max_waiting = 32;
    static constexpr Duration most_time = std::chrono::seconds{2};

    RecordReader(Database database, KeyedHash::Key const& secret);
    ~RecordReader();
    RecordReader(RecordReader const&) = delete;
    RecordReader& operator=(RecordReader const&) = delete;

    void find(RecordQuery query, std::function<void(Result<RecordPage>)> then);
    void sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then);

private:
    // `refusal` null: answer the question.
    using Job = std::function<void(Error const* refusal)>;
    void ask(Job job);
    void work();

    Database database_;  // of the thread
    KeyedHash::Key secret_;
    std::mutex mutex_;  // guards the rest
    std::condition_variable news_;
    std::deque<Job> jobs_;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace signalbox::storage
