#pragma once

#include "async/time.hpp"
#include "server/exchange.hpp"

#include <string>
#include <string_view>

namespace signalbox::server {

// The body of one streamed answer. Events are appended to pending() and leave together: one flush,
// one chunk, one system call, with the head in front of the first. A slow reader's bytes are
// queued; behind() tells the pipeline to pause. A comment is sent when nothing has left for a while.
class StreamBody {
public:
    // Before the first flush nothing has been decided: the answer may still be an error with its own
    // status. After `commit_after` without one the head leaves all the same.
    StreamBody(Exchange& exchange, Duration commit_after, std::string orchestration_id = {});
    StreamBody(StreamBody const&) = delete;
    StreamBody& operator=(StreamBody const&) = delete;

    [[nodiscard]] std::string& pending() {
        exchange_.services.spare.lend(pending_);
        return pending_;
    }
    void flush();
    // What is pending is the end of the body: the next flush() closes it.
    void end() { ending_ = true; }
    // Forgets what is pending, and never starts.
    void abandon();

    [[nodiscard]] bool started() const { return started_; }
    // The end has been sent or queued: the client can tell a whole stream from a cut one.
    [[nodiscard]] bool complete() const { return ended_; }
    [[nodiscard]] bool behind() const;
    Task<void> caught_up();

private:
    class Silence final : public Time::Alarm {
    public:
        Silence(Time& time, StreamBody& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.on_silence(); }

    private:
        StreamBody& owner_;
    };
    [[nodiscard]] std::string head();
    void on_silence();

    Exchange& exchange_;
    Duration commit_after_;
    std::string orchestration_id_;
    bool chunked_;
    Silence alarm_;
    TimePoint last_sent_;
    std::string pending_;
    bool started_ = false;
    bool ending_ = false;
    bool ended_ = false;
};

}  // namespace signalbox::server
