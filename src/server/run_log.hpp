#pragma once

#include "server/far_call.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::server {

// The frames of one run, numbered from 1: written by the run on its loop, read by any number of readers,
// each on its own loop and at its own pace.
//
// Bounded without a lie: when the log is full, frames that every reader has taken go, oldest first; while
// there is no such frame (nobody reads, or somebody lags) the run waits. No reader ever gets a gap: one
// who asks for frames that are gone is told so. What a run says between two looks at full(), and the last
// frame, may exceed the limit. Once ended, a log keeps what it has.
// Threads: any, but for what is said to be the writer's or the reader's.
class RunLog {
public:
    // `writer` is asked when a reader comes, leaves or makes room, and by stop(), until end().
    RunLog(std::size_t limit, std::shared_ptr<FarCall> writer);
    RunLog(RunLog const&) = delete;
    RunLog& operator=(RunLog const&) = delete;

    // The writer's part.
    void append(std::string_view frame);
    void announce();  // wakes the readers that have something to take
    [[nodiscard]] bool full();
    void end();  // the last frame was the terminal event

    // Asks the run to stop. False: it has ended.
    bool stop();

    struct Attendance {
        std::size_t readers = 0;
        std::uint64_t arrivals = 0;  // in all: tells a reader that came and left from one that never came
        bool stop_asked = false;
    };
    [[nodiscard]] Attendance attendance() const;
    [[nodiscard]] std::size_t bytes() const;  // that it holds, with what holding them costs

    enum class Joined : std::uint8_t {
        yes,
        gone,       // the frames behind `after` are no longer kept
        ahead,      // there has been no frame `after` yet
        delivered,  // `after` is the terminal event
    };
    struct Taken {
        bool any = false;
        bool over = false;  // nothing will follow
    };

    // One reader; leaves when it is destroyed. Threads: one loop, the one of `wake`.
    class Reader {
    public:
        // `wake` is asked when there is something to take.
        Reader(std::shared_ptr<RunLog> log, std::shared_ptr<FarCall> wake);
        Reader(Reader const&) = delete;
        Reader& operator=(Reader const&) = delete;
        ~Reader();

        // Begins behind frame `after`; 0 is the beginning. REQUIRES: not joined yet.
        [[nodiscard]] Joined join(std::int64_t after);
        // Appends whole frames to `out`, until it holds `enough` bytes. REQUIRES: join() said yes.
        [[nodiscard]] Taken take(std::string& out, std::size_t enough);

    private:
        friend class RunLog;
        std::shared_ptr<RunLog> log_;
        std::shared_ptr<FarCall> wake_;
        std::int64_t next_ = 1;
    };

private:
    // All with the mutex held.
    [[nodiscard]] std::int64_t last() const { return first_ + std::ssize(frames_) - 1; }
    [[nodiscard]] bool over_limit() const { return bytes_ > limit_ && frames_.size() > 1; }
    void drop_taken();
    void tell_writer();
    void wake_readers();

    mutable std::mutex mutex_;
    std::size_t const limit_;
    std::shared_ptr<FarCall> writer_;  // null once the run has ended
    std::deque<std::string> frames_;
    std::int64_t first_ = 1;  // the number of frames_.front()
    std::size_t bytes_ = 0;
    std::vector<Reader*> readers_;
    std::uint64_t arrivals_ = 0;
    bool waited_for_ = false;  // full() was true: the writer waits for room
    bool stop_asked_ = false;
    bool ended_ = false;
};

}  // namespace signalbox::server
