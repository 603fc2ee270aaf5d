#pragma once

#include "pipeline/decision_log.hpp"
#include "pipeline/run_records.hpp"
#include "storage/record_file.hpp"
#include "storage/record_reader.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace signalbox::storage {

struct RecordOptions {
    std::string file;
    int keep_days = 30;
    std::size_t max_queue = 10'000;
};

// Keeps the records of runs in a file: ended() puts them into a bounded queue, a thread of its own writes all that
// wait in one transaction, again and again until the disk takes them. A record is kept for good once it can be found;
// one in the queue is lost when the process is killed.
// Threads: ended() from all loops, never waiting for the disk; the others from any thread.
class RecordStore final : public RunRecords, public DecisionLog {
public:
    // Hears what somebody should know. Called from any thread.
    using Tell = RecordFile::Tell;
    // The wall clock at the time of `steady`, in milliseconds since 1970: from then on it goes by the steady one.
    struct Origin {
        TimePoint steady{};
        std::int64_t wall = 0;
    };

    // Errors: those of RecordFile::open().
    [[nodiscard]] static Result<std::unique_ptr<RecordStore>> open(RecordOptions options,
                                                                   KeyedHash::Key const& fresh_secret, Origin origin,
                                                                   Tell tell);
    RecordStore(RecordOptions options, std::unique_ptr<RecordFile> file, Database reader, Origin origin, Tell tell);
    ~RecordStore() override;

    [[nodiscard]] KeyedHash::Key const& secret() const override { return file_->secret; }
    void ended(RunEnd end) override;
    void find(RecordQuery query, std::function<void(Result<RecordPage>)> then) override;
    void sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then) override;

    // Waits until all that was queued before is written, or was tried in vain.
    void settle();
    [[nodiscard]] RecordCounts counts() const override;

private:
    void work();
    [[nodiscard]] bool write(std::vector<RunEnd> const& batch);
    [[nodiscard]] Result<void> insert_all(std::vector<RunEnd> const& batch);
    void put_back(std::vector<RunEnd> batch);
    void sweep();
    void complain(Error const& error);
    void tell_of_dropped(TimePoint now);
    // Then it is written without waiting for more.
    [[nodiscard]] std::size_t half_full() const { return std::max<std::size_t>(1, options_.max_queue / 2); }
    [[nodiscard]] std::int64_t wall(TimePoint at) const;

    RecordOptions options_;
    Origin origin_;
    Tell tell_;
    std::unique_ptr<RecordFile> file_;  // of the thread
    Statement insert_;                  // likewise
    bool complained_ = false;           // likewise: said once until it works again
    TimePoint next_sweep_{};            // likewise
    TimePoint next_word_{};             // likewise: of dropped records
    std::uint64_t told_dropped_ = 0;    // likewise

    std::atomic<std::uint64_t> written_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> failed_commits_{0};
    std::atomic<std::uint64_t> expired_{0};
    std::atomic<std::uint64_t> commit_us_{0};

    mutable std::mutex mutex_;  // guards the rest
    std::condition_variable news_;
    std::condition_variable done_;
    std::vector<RunEnd> waiting_;
    bool busy_ = false;
    bool stopped_ = false;

    RecordReader reader_;
    std::thread thread_;
};

}  // namespace signalbox::storage
