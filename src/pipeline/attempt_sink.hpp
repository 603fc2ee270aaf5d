#pragma once

#include "async/time.hpp"
#include "pipeline/chain_policy.hpp"
#include "pipeline/events.hpp"
#include "pipeline/successor.hpp"
#include "validation/progressive_checks.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Stands between a provider and the reader for one attempt: knows what the reader may see when, and
// stops the call when its text is hopeless and a better answer can follow.
//
// optimistic: everything at once. gated: held until `hold_tokens` or `hold_time` and the checks of the
// text so far pass, then committed: nothing is taken back any more. strict: held until release().
// off: nothing passes.
// A tool call always opens the gate: it cannot be judged and must not be delayed.
//
// Text that stays whatever it is (committed, continuing another, or nobody would follow) is stopped
// only when it repeats itself without end.
// Memory: an attempt pays for the checks from its first text on, and no longer than they look.
class AttemptSink final : public DeltaSink {
public:
    struct Parts {
        ChainContext const& context;
        ChainPolicy const& policy;
        EventSink& sink;
        Cancellation& attempt;  // requested when the text is hopeless
        Time& time;
        StreamPolicy stream;
        bool check;  // look at the text while it comes; false: a gate has nothing to wait for
        int nth;
        std::string_view model = {};
        std::optional<TimePoint>* first_delta = nullptr;  // told when the first one comes; null: nobody asks
        Successor* successor = nullptr;                   // null: somebody always follows
        bool continues = false;                           // the text goes on where another broke off
    };
    // Why the call was stopped, and the text that had come.
    struct Stop {
        std::vector<Finding> findings;
        std::string text;
    };
    explicit AttemptSink(Parts parts);

    void on_delta(Delta const& delta) override;
    [[nodiscard]] bool behind() const override;
    Task<void> caught_up() override;

    // The call has ended: nothing is looked at any more.
    void end() { end_watch(); }
    // Lets out what is still held: the answer is accepted.
    void release();
    // The client has seen text or tool calls that cannot be replaced.
    [[nodiscard]] bool committed() const { return committed_; }
    // Null: the call was not stopped.
    [[nodiscard]] Stop const* stopped() const { return stop_.get(); }
    [[nodiscard]] std::optional<TimePoint> first_delta() const { return first_delta_; }
    // Bytes of text and reasoning that arrived: what an unfinished answer cost is estimated from it.
    [[nodiscard]] std::int64_t arrived_bytes() const { return arrived_bytes_; }
    [[nodiscard]] bool passed_any() const { return passed_any_; }

private:
    class HoldAlarm final : public Time::Alarm {
    public:
        HoldAlarm(Time& time, AttemptSink& owner) : Alarm{time}, owner_{owner} {}
        void fire() override;

    private:
        AttemptSink& owner_;
    };
    void take(Delta const& delta);
    void pass(Delta const& delta);
    void hold(Delta const& delta);
    void watch(Delta const& delta);
    void begin_checks();
    void end_watch();
    void found(std::string_view so_far);
    void wait_for_gate();
    void try_to_open();

    // Made with the first delta that is held; most streams hold nothing most of the time.
    struct Held {
        std::string text;
        std::string reasoning;
        std::string frames;
        bool tools = false;
        bool finish = false;
    };
    Parts parts_;
    HoldAlarm alarm_;
    std::unique_ptr<Held> held_;
    std::unique_ptr<ProgressiveChecks> checks_;  // from the first text on, while `watching_`
    std::unique_ptr<Stop> stop_;
    bool open_ = false;
    bool committed_ = false;
    bool passed_any_ = false;
    bool watching_ = false;
    bool stays_ = false;  // the text is not replaced, however poor
    std::optional<TimePoint> first_delta_;
    std::int64_t arrived_bytes_ = 0;
};

}  // namespace signalbox
