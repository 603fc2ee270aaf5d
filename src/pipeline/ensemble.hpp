#pragma once

#include "async/task.hpp"
#include "pipeline/attempt.hpp"
#include "pipeline/run_scope.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Strategy `ensemble`: the models of the plan's team answer at the same time, and one answer is made of
// theirs: by majority (vote), by a judge's pick (best) or by a model that reads them all and whose
// answer is streamed (synthesize). When fewer than the quorum have answered, or nothing could be made
// of the answers, the best single one stands, and the result says why.
// Members are not shown while they answer; each is told of when it has ended.
// REQUIRES: the plan's strategy is ensemble; the strategy outlives its task.
class Ensemble {
public:
    explicit Ensemble(RunScope& run);
    Task<void> begin();

private:
    using Outcome = std::unique_ptr<AttemptOutcome>;

    // Reads a member's attempt: only that it started is told.
    class MemberSink final : public EventSink {
    public:
        explicit MemberSink(EventSink& reader) : reader_{reader} {}
        void publish(Event const& event) override {
            if (std::holds_alternative<event::Started>(event)) reader_.publish(event);
        }
        void flush() override { reader_.flush(); }

    private:
        EventSink& reader_;
    };
    // Once the quorum has answered, the rest have so long.
    class Patience final : public Time::Alarm {
    public:
        Patience(Time& time, Cancellation& rest) : Alarm{time}, rest_{rest} {}
        void fire() override { rest_.request(Errc::cancelled); }

    private:
        Cancellation& rest_;
    };

    Task<Outcome> member(ModelCard const& model);
    void count(AttemptOutcome const& outcome);
    // The members that answered well, the best model first; the others go to the scope.
    [[nodiscard]] std::vector<Outcome> good_ones(std::vector<Outcome> outcomes);
    Task<void> combine(std::vector<Outcome> good);
    void vote(std::vector<Outcome>& good);
    Task<void> pick(std::vector<Outcome>& good);
    Task<void> synthesize(std::vector<Outcome>& good);
    // One answer stands alone, for `reason`.
    void stand_alone(Outcome outcome, std::string reason);
    void take(Outcome outcome);
    [[nodiscard]] ModelCard const* synthesizer(std::vector<Outcome> const& good) const;

    RunScope& run_;
    EnsembleResult result_;
    int quorum_;
    Cancellation rest_;
    Patience patience_;
    MemberSink sink_;
};

}  // namespace signalbox
