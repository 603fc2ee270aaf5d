#pragma once

#include "async/cancellation.hpp"
#include "async/signal.hpp"
#include "async/task.hpp"
#include "core/chain_context.hpp"
#include "server/far_call.hpp"
#include "server/key_table.hpp"
#include "server/run_facts.hpp"
#include "server/run_log.hpp"
#include "server/run_ticket.hpp"

#include <memory>
#include <optional>
#include <string>

namespace signalbox::server {

struct Services;

// One run that belongs to no connection: it writes into its log, for whoever reads it.
//
// It goes on for `grace` without a reader, then it is cancelled. Threads: one loop; it is destroyed only
// after work() has returned.
class DetachedRun {
public:
    // `services` outlives it.
    DetachedRun(Services& services, std::string id, ChainContext context, RunTicket ticket, SharedKey key);
    ~DetachedRun();
    DetachedRun(DetachedRun const&) = delete;
    DetachedRun& operator=(DetachedRun const&) = delete;

    // From the first event to the terminal one.
    Task<void> work();
    // Nobody new will come: it ends when it has no reader.
    void drain();
    void stop(Errc reason) { cancellation_.request(reason); }

    [[nodiscard]] std::string const& id() const { return id_; }
    [[nodiscard]] std::shared_ptr<RunLog> const& log() const { return log_; }
    // Why it ended before any model was asked: an answer for who started it, not for a reader.
    [[nodiscard]] std::optional<Error> const& refusal() const { return refusal_; }

private:
    class Grace final : public Time::Alarm {
    public:
        Grace(Time& time, DetachedRun& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.on_grace_end(); }

    private:
        DetachedRun& owner_;
    };
    void on_news();
    void on_grace_end();
    void note(std::optional<Error> const& error);

    Services& services_;
    std::string id_;
    ChainContext context_;
    RunTicket ticket_;
    SharedKey key_;  // who pays; null: nobody
    Cancellation cancellation_;
    Signal room_;
    Grace grace_;
    std::shared_ptr<FarCall> news_;  // of readers, and of who wants it stopped
    std::shared_ptr<RunLog> log_;
    RunFacts facts_;
    TimePoint began_;
    std::optional<Error> refusal_;
    std::uint64_t arrivals_ = 0;  // of readers, when it was looked last
    bool broken_ = false;
    bool draining_ = false;
};

}  // namespace signalbox::server
