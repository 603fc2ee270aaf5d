#pragma once

#include "async/time.hpp"
#include "pipeline/chain_policy.hpp"
#include "pipeline/events.hpp"
#include "validation/check.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Stands between a provider and the reader for one attempt, and knows what the reader may see when.
//
// optimistic: everything at once. gated: held until `hold_tokens` or `hold_time` and the prefix
// checks pass, then committed: nothing is taken back any more; a hopeless beginning stops the
// attempt. strict: held until release(). off: nothing passes.
// A tool call always opens the gate: it cannot be judged and must not be delayed.
class AttemptSink final : public DeltaSink {
public:
    struct Parts {
        ChainContext const& context;
        ChainPolicy const& policy;
        EventSink& sink;
        Cancellation& attempt;  // requested when a prefix check fails
        Time& time;
        StreamPolicy stream;
        bool check_prefix;
        int nth;
        std::string_view model = {};
        std::optional<TimePoint>* first_delta = nullptr;  // told when the first one comes; null: nobody asks
    };
    explicit AttemptSink(Parts parts);

    void on_delta(Delta const& delta) override;
    [[nodiscard]] bool behind() const override;
    Task<void> caught_up() override;

    // Lets out what is still held: the answer is accepted.
    void release();
    // The client has seen text or tool calls that cannot be replaced.
    [[nodiscard]] bool committed() const { return committed_; }
    // Why the beginning is hopeless; empty when it is not.
    [[nodiscard]] std::vector<Finding> const& findings() const { return findings_; }
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
    void pass(Delta const& delta);
    void hold(Delta const& delta);
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
    bool open_ = false;
    bool committed_ = false;
    bool passed_any_ = false;
    std::vector<Finding> findings_;
    std::optional<TimePoint> first_delta_;
    std::int64_t arrived_bytes_ = 0;
};

}  // namespace signalbox
