#include "storage/record_reader.hpp"

#include "storage/record_queries.hpp"

#include <utility>

namespace signalbox::storage {

RecordReader::RecordReader(Database database, KeyedHash::Key const& secret)
    : database_{std::move(database)}, secret_{secret}, thread_{[this] { work(); }} {}

RecordReader::~RecordReader() {
    {
        std::lock_guard const lock{mutex_};
        stopped_ = true;
    }
    news_.notify_one();
    thread_.join();
}

void RecordReader::find(RecordQuery query, std::function<void(Result<RecordPage>)> then) {
    ask([this, query = std::move(query), then = std::move(then)](Error const* refusal) {
        if (refusal != nullptr) return then(std::unexpected(*refusal));
        then(find_records(database_, query, secret_));
    });
}

void RecordReader::sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then) {
    ask([this, query = std::move(query), then = std::move(then)](Error const* refusal) {
        if (refusal != nullptr) return then(std::unexpected(*refusal));
        then(sum_records(database_, query, secret_));
    });
}

void RecordReader::ask(Job job) {
    {
        std::lock_guard const lock{mutex_};
        if (!stopped_ && jobs_.size() < max_waiting) {
            jobs_.push_back(std::move(job));
            news_.notify_one();
            return;
        }
    }
    Error const refusal{
        Errc::overloaded, "too many questions about routing records wait; ask again in a moment", {}, {}};
    job(&refusal);
}

void RecordReader::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        news_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        auto const job = std::move(jobs_.front());
        jobs_.pop_front();
        bool const ending = stopped_;
        lock.unlock();
        Error const refusal{Errc::draining, "this server is shutting down", {}, {}};
        database_.limit_time(most_time);
        job(ending ? &refusal : nullptr);
        lock.lock();
    }
}

}  // namespace signalbox::storage
