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
#include <optional>
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

// Keeps the records of runs in a file: ended() and rated() put them into a bounded queue, a thread of its own writes
// all that wait in one transaction, again and again until the disk takes them. A record is kept for good once it can be
// found; one in the queue is lost when the process is killed. Threads: ended() and rated() from all loops, never
// waiting for the disk; the others from any thread.
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
    void rated(RunId const& run, std::optional<double> feedback) override;
    void find(RecordQuery query, std::function<void(Result<RecordPage>)> then) override;
    void sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then) override;

    // Waits until all that was queued before is written, or was tried in vain.
    void settle();
    [[nodiscard]] RecordCounts counts() const override;

private:
    struct Said {
        RunId run{};
        std::optional<double> feedback;
    };
    // What is written together.
    struct Batch {
        std::vector<RunEnd> ends;
        std::vector<Said> said;  // of these or of earlier ones
        [[nodiscard]] bool empty() const { return ends.empty() && said.empty(); }
        [[nodiscard]] std::size_t size() const { return ends.size() + said.size(); }
        void clear();
    };
    // Adds to the part of what waits, or drops it.
    template <class T>
    void queue(std::vector<T> Batch::* part, T item);
    void work();
    [[nodiscard]] bool write(Batch const& batch);
    [[nodiscard]] Result<void> write_all(Batch const& batch);
    void put_back(Batch batch);
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
    Statement rating_;                  // likewise
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
    Batch waiting_;
    bool busy_ = false;
    bool stopped_ = false;

    RecordReader reader_;
    std::thread thread_;
};

}  // namespace signalbox::storage
