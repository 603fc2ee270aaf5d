#include "storage/record_store.hpp"

#include "storage/record_rows.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <sys/resource.h>
#include <tuple>
#include <unistd.h>
#include <utility>

namespace signalbox::storage {

namespace {

// One commit for all that end within this time; the longer a write takes, the longer the next one waits, so that under
// load a commit has more to share its pages among.
constexpr Duration least_group = std::chrono::milliseconds{5};
constexpr Duration most_group = std::chrono::milliseconds{250};
constexpr int rest_for_work = 9;
constexpr auto retry_after = std::chrono::seconds{1};
constexpr auto sweep_every = std::chrono::minutes{10};
constexpr auto word_every = std::chrono::minutes{1};
constexpr std::int64_t swept_at_once = 500;
constexpr std::int64_t day_ms = 86'400'000;

// Requests come first: where all cores are busy this thread gets a tenth of one.
void step_back() {
    constexpr int behind_the_loops = 10;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), behind_the_loops);
}

}  // namespace

Result<std::unique_ptr<RecordStore>> RecordStore::open(RecordOptions options, KeyedHash::Key const& fresh_secret,
                                                       Origin origin, Tell tell) {
    auto file = RecordFile::open(options.file, fresh_secret, tell);
    if (!file) return std::unexpected(std::move(file.error()));
    auto reader = open_records_to_read(options.file);
    if (!reader) return std::unexpected(std::move(reader.error()));
    return std::make_unique<RecordStore>(std::move(options), std::move(*file), std::move(*reader), origin,
                                         std::move(tell));
}

RecordStore::RecordStore(RecordOptions options, std::unique_ptr<RecordFile> file, Database reader, Origin origin,
                         Tell tell)
    : options_{std::move(options)},
      origin_{origin},
      tell_{std::move(tell)},
      file_{std::move(file)},
      reader_{std::move(reader), file_->secret},
      thread_{[this] { work(); }} {}

RecordStore::~RecordStore() {
    {
        std::lock_guard const lock{mutex_};
        stopped_ = true;
    }
    news_.notify_one();
    thread_.join();
}

void RecordStore::Batch::clear() {
    ends.clear();
    said.clear();
}

void RecordStore::ended(RunEnd end) { queue(&Batch::ends, std::move(end)); }

void RecordStore::rated(RunId const& run, std::optional<double> feedback) { queue(&Batch::said, Said{run, feedback}); }

template <class T>
void RecordStore::queue(std::vector<T> Batch::* part, T item) {
    {
        std::lock_guard const lock{mutex_};
        if (waiting_.size() >= options_.max_queue) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        (waiting_.*part).push_back(std::move(item));
        if (waiting_.size() != 1 && waiting_.size() != half_full()) return;  // it was woken for the first one
    }
    news_.notify_one();
}

void RecordStore::find(RecordQuery query, std::function<void(Result<RecordPage>)> then) {
    reader_.find(std::move(query), std::move(then));
}

void RecordStore::sum(RecordQuery query, std::function<void(Result<RecordAnalytics>)> then) {
    reader_.sum(std::move(query), std::move(then));
}

void RecordStore::settle() {
    std::unique_lock lock{mutex_};
    done_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

RecordCounts RecordStore::counts() const {
    RecordCounts counts{.written = written_.load(std::memory_order_relaxed),
                        .dropped = dropped_.load(std::memory_order_relaxed),
                        .commits = commits_.load(std::memory_order_relaxed),
                        .failed_commits = failed_commits_.load(std::memory_order_relaxed),
                        .expired = expired_.load(std::memory_order_relaxed),
                        .commit_seconds = static_cast<double>(commit_us_.load(std::memory_order_relaxed)) / 1e6};
    std::lock_guard const lock{mutex_};
    counts.waiting = waiting_.size();
    return counts;
}

std::int64_t RecordStore::wall(TimePoint at) const {
    return origin_.wall + std::chrono::floor<std::chrono::milliseconds>(at - origin_.steady).count();
}

void RecordStore::work() {
    step_back();
    Duration last_write{};
    Batch spare;  // what was allocated for one batch serves the next but one
    std::unique_lock lock{mutex_};
    while (!(stopped_ && waiting_.empty())) {
        lock.unlock();
        auto const now = Clock::now();
        tell_of_dropped(now);
        if (now >= next_sweep_) sweep();
        lock.lock();
        news_.wait_until(lock, std::min(next_sweep_, next_word_), [this] { return stopped_ || !waiting_.empty(); });
        if (waiting_.empty()) continue;
        auto const rest = std::clamp(rest_for_work * last_write, least_group, most_group);
        news_.wait_for(lock, rest, [this] { return stopped_ || waiting_.size() >= half_full(); });
        auto batch = std::exchange(waiting_, std::move(spare));
        spare.clear();
        busy_ = true;
        lock.unlock();
        auto const began = Clock::now();
        bool const written = write(batch);
        last_write = Clock::now() - began;
        auto const size = batch.size();
        if (written) {
            batch.clear();  // not under the lock: it frees much
            spare = std::move(batch);
        }
        lock.lock();
        busy_ = false;
        if (!written && stopped_) dropped_.fetch_add(size, std::memory_order_relaxed);
        if (!written && !stopped_) put_back(std::move(batch));
        done_.notify_all();
        if (!written) news_.wait_for(lock, retry_after, [this] { return stopped_; });
    }
}

// REQUIRES: the lock is held. What came since stays behind it; what is too much is dropped.
void RecordStore::put_back(Batch batch) {
    auto room = options_.max_queue - std::min(options_.max_queue, batch.size());
    auto const follow = [&](auto& earlier, auto& later) {
        auto const kept = std::min(room, later.size());
        room -= kept;
        dropped_.fetch_add(later.size() - kept, std::memory_order_relaxed);
        earlier.insert(earlier.end(), std::move_iterator{later.begin()},
                       std::move_iterator{later.begin() + static_cast<std::ptrdiff_t>(kept)});
    };
    follow(batch.ends, waiting_.ends);
    follow(batch.said, waiting_.said);
    waiting_ = std::move(batch);
}

bool RecordStore::write(Batch const& batch) {
    auto& database = file_->database;
    auto const began = Clock::now();
    auto done = database.run("BEGIN IMMEDIATE");
    if (done) {
        done = write_all(batch);
        if (done) done = database.run("COMMIT");
        if (!done) std::ignore = database.run("ROLLBACK");
    }
    if (!done) {
        failed_commits_.fetch_add(1, std::memory_order_relaxed);
        complain(done.error());
        return false;
    }
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began).count();
    commit_us_.fetch_add(static_cast<std::uint64_t>(took), std::memory_order_relaxed);
    commits_.fetch_add(1, std::memory_order_relaxed);
    written_.fetch_add(batch.ends.size(), std::memory_order_relaxed);
    complained_ = false;
    return true;
}

Result<void> RecordStore::write_all(Batch const& batch) {
    if (!rating_.ready()) {
        auto inserting = prepare_insert(file_->database);
        if (!inserting) return std::unexpected(std::move(inserting.error()));
        auto rating = prepare_rating(file_->database);
        if (!rating) return std::unexpected(std::move(rating.error()));
        insert_ = std::move(*inserting);
        rating_ = std::move(*rating);
    }
    for (auto const& end : batch.ends) {
        if (auto done = insert(insert_, record_of(end, wall(end.ended))); !done) return done;
    }
    for (auto const& [run, feedback] : batch.said) {
        if (auto done = rate(rating_, run, feedback); !done) return done;
    }
    return {};
}

// Deletes a part of what is too old; soon again when there may be more. Not when the newest record is of a time to
// come: then the clock was set back, and ages are not to be trusted.
void RecordStore::sweep() {
    auto& database = file_->database;
    auto const now = Clock::now();
    next_sweep_ = now + sweep_every;
    auto const newest = database.number("SELECT max(at) FROM decisions");
    if (!newest || *newest > wall(now) + day_ms) return;
    auto const cut = std::to_string(wall(now) - options_.keep_days * day_ms);
    auto const sql = "DELETE FROM decisions WHERE number IN (SELECT number FROM decisions WHERE at < " + cut +
                     " LIMIT " + std::to_string(swept_at_once) + ")";
    if (auto done = database.run(sql.c_str()); !done) return complain(done.error());
    auto const gone = database.changes();
    expired_.fetch_add(static_cast<std::uint64_t>(gone), std::memory_order_relaxed);
    if (gone == swept_at_once) next_sweep_ = now;
}

void RecordStore::complain(Error const& error) {
    if (std::exchange(complained_, true)) return;
    tell_("records not written", error.detail + "; they wait in memory, " + std::to_string(options_.max_queue) +
                                     " at most, and are tried again");
}

void RecordStore::tell_of_dropped(TimePoint now) {
    auto const dropped = dropped_.load(std::memory_order_relaxed);
    if (now < next_word_) return;
    next_word_ = now + word_every;
    if (dropped == told_dropped_) return;
    tell_("records dropped", std::to_string(dropped - told_dropped_) +
                                 " since the last word of it: more runs end than " + "the disk takes");
    told_dropped_ = dropped;
}

}  // namespace signalbox::storage
