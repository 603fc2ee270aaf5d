#pragma once

#include "async/time.hpp"
#include "fakes/recording_sink.hpp"
#include "pipeline/events.hpp"
#include "pipeline/narrator.hpp"
#include "simulation/dice.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::simulation {

// What one request may do at most.
struct Limits {
    int attempts = 0;
    StreamPolicy stream = StreamPolicy::optimistic;
    std::optional<MicroUsd> money;
    Duration wait{};     // before the first attempt
    bool checks = true;  // its answers may be looked at
};

// The reader of one run that holds it to the rules, event by event, and writes down each breach. It may
// be a slow reader.
class RuleKeeper final : public EventSink {
public:
    RuleKeeper(Time& time, Dice& dice, Cancellation& cancellation, Limits limits, int slow_percent)
        : time_{time}, dice_{dice}, cancellation_{cancellation}, limits_{limits}, slow_percent_{slow_percent} {}

    void publish(Event const& event) override {
        story_.publish(event);
        require(!over_, "an event after the end");
        if (auto const told = narrator_.tell(event)) {
            require(told->progress >= progress_, "progress went back");
            require(told->progress <= 1, "progress beyond 1");
            progress_ = told->progress;
        }
        std::visit([this](auto const& fact) { of(fact); }, event);
    }
    [[nodiscard]] bool behind() const override { return slow_now_; }
    Task<void> caught_up() override {
        auto const rested =
            co_await sleep_until(time_, time_.now() + dice_.wait_up_to(milliseconds{400}), cancellation_);
        slow_now_ = slow_now_ && !rested && !cancellation_.requested();
    }

    // The provider was called for this request.
    void called(std::string const& model, bool aside) {
        require(!cancellation_.requested(), "a call after the cancellation");
        require(!over_, "a call after the end");
        require(affordable(), "a call without money");
        if (aside) return;
        require(!open_.empty(), "a call outside of an attempt");
        require(std::ranges::any_of(open_, [&](auto const& one) { return one.second == model; }),
                "a call to another model than was said");
        ++calls_;
    }
    // What run() gave back.
    void returned(bool answered) {
        require(over_, "no terminal event");
        require(answered == completed_, "the terminal event says something else than the result");
    }

    void require(bool kept, std::string const& rule) {
        if (!kept) breaches_.push_back(rule);
    }
    [[nodiscard]] std::vector<std::string> const& breaches() const { return breaches_; }
    [[nodiscard]] bool over() const { return over_; }
    [[nodiscard]] int retries_after_failures() const { return retries_after_failures_; }
    [[nodiscard]] std::string const& ending() const { return ending_; }
    // Attempts that our own checks ended.
    [[nodiscard]] int stops() const { return stops_; }
    // All that it was told, a word for each event.
    [[nodiscard]] std::vector<std::string> const& story() const { return story_.words(); }

private:
    void of(event::Received const&) {}
    void of(event::Analyzed const&) {}
    void of(event::Routing const&) {}
    void of(event::Routed const& e) {
        at_once_ = e.plan.strategy != Strategy::single;
        auto const members = static_cast<int>(e.plan.team.size());
        if (e.plan.strategy == Strategy::ensemble) limits_.attempts = members + 1;  // and a synthesis
    }
    void of(event::Started const& e) {
        require(open_.empty() || at_once_, "an attempt began before the one before had ended");
        require(e.attempt == started_ || (at_once_ && e.attempt > latest_), "attempts are not numbered from 0");
        require(e.attempt > shown_ || shown_ < 0, "an attempt with the number of a text that is shown");
        require(!final_tools_, "an attempt after a tool call was released");
        require(started_ > 0 || time_.now() - began_ <= limits_.wait, "an analyzer was waited for too long");
        open_[e.attempt] = e.model;
        latest_ = e.attempt;
        ++started_;
        require(started_ <= limits_.attempts, "more attempts than allowed");
        require(++times_[std::string{e.model}] <= 2, "a model three times");
    }
    void of(event::Arrived const& e) {
        require(limits_.stream != StreamPolicy::off, "text for a reader who wants none");
        require(e.attempt >= shown_, "text of an earlier attempt");
        if (e.attempt != shown_) {
            require(!final_text_ || *final_text_ == e.attempt, "text replaced that cannot be taken back");
            screen_.clear();
        }
        shown_ = e.attempt;
        require(limits_.stream != StreamPolicy::strict || !open_.contains(e.attempt),
                "text before the answer was accepted");
        screen_ += e.delta.text;
        slow_now_ = slow_now_ || dice_.chance(slow_percent_);
    }
    void of(event::Answered const& e) {
        end_attempt(e.attempt);
        if (e.execution.cost) spent_ += e.execution.cost->count;
    }
    void of(event::Validating const&) {}
    void of(event::Validated const& e) {
        if (e.stopped) stop(e.attempt, e.validation);
    }
    void of(event::Rejected const& e) {
        if (e.stopped) stop(e.attempt, e.validation);
    }
    void of(event::CallFailed const& e) {
        end_attempt(e.attempt);
        if (open_.empty()) ++retries_after_failures_;  // else the next one was called before
    }
    void of(event::Retrying const&) {}
    void of(event::Committed const& e) {
        if (limits_.stream == StreamPolicy::gated && !final_text_) final_text_ = e.attempt;
        final_tools_ = final_tools_ || (limits_.stream == StreamPolicy::optimistic && open_.contains(e.attempt));
    }
    void of(event::MemberEnded const& e) {
        open_.erase(e.attempt);
        require(e.answers <= e.of, "more answers than members");
    }
    void of(event::Completed const& e) {
        over_ = completed_ = true;
        ending_ = "completed";
        auto const& result = e.result;
        require(!result.attempts.empty(), "an answer without an attempt");
        require(static_cast<int>(result.attempts.size()) == started_, "not every attempt is in the ledger");
        for (int i = 0; i < std::ssize(result.attempts); ++i) {
            auto const nth = result.attempts[static_cast<std::size_t>(i)].nth;
            require(at_once_ ? nth >= i : nth == i, "the ledger is out of order");
        }
        if (limits_.stream != StreamPolicy::off) {
            require(screen_ == result.response,
                    "the screen shows '" + screen_ + "', the result '" + result.response + "'");
        }
        check_sum(result);
        for (auto const& attempt : result.attempts) check_stopped(attempt);
        require(!result.validated || (result.validation && result.validation->verdict == Verdict::valid),
                "validated without a verdict");
    }
    void of(event::Failed const& e) {
        constexpr std::array known{Errc::model_not_found,
                                   Errc::no_candidate,
                                   Errc::context_length,
                                   Errc::content_policy,
                                   Errc::provider_rejected,
                                   Errc::provider_auth,
                                   Errc::provider_rate_limited,
                                   Errc::provider_overloaded,
                                   Errc::provider_unreachable,
                                   Errc::provider_timeout,
                                   Errc::provider_protocol,
                                   Errc::upstream_truncated,
                                   Errc::budget_exhausted,
                                   Errc::deadline_exceeded,
                                   Errc::draining,
                                   Errc::cancelled};
        over_ = true;
        ending_ = name(e.error.code);
        require(std::ranges::find(known, e.error.code) != known.end(), "a failure named " + ending_);
        require(!cancellation_.requested() || e.error.code == cancellation_.reason(), "cancelled, but " + ending_);
        require(e.attempts == started_, "the failure tells another number of attempts");
        for (auto const& attempt : e.records) check_stopped(attempt);
    }

    void check_sum(ChainResult const& result) {
        std::int64_t sum = 0;
        auto const add = [&](auto const& call) {
            require(call.cost.has_value() || !result.cost, "a sum with an unknown part");
            sum += call.cost ? call.cost->count : 0;
        };
        std::ranges::for_each(result.attempts, add);
        std::ranges::for_each(result.side_calls, add);
        require(!result.cost || result.cost->count == sum, "the parts do not make up the sum");
    }

    // Our own checks ended an attempt.
    void stop(int nth, ValidationResult const& validation) {
        end_attempt(nth);
        require(limits_.checks, "an answer stopped that nobody wanted looked at");
        require(!validation.is_valid() && !validation.issues.empty(), "an answer stopped for no reason");
    }
    void check_stopped(AttemptRecord const& attempt) {
        if (!attempt.stopped) return;
        ++stops_;
        require(limits_.checks, "an answer stopped that nobody wanted looked at");
        require(!attempt.error && !attempt.lost, "a stopped answer that failed as well");
        require(attempt.usage.estimated && attempt.usage.output.count > 0, "a stopped answer that used up nothing");
        require(attempt.saved.count >= 0, "less than nothing was saved");
        require(attempt.validation && !attempt.validation->is_valid(), "a stopped answer that was good");
    }
    void end_attempt(int nth) { require(open_.erase(nth) == 1, "an attempt ended that had not begun"); }
    // As far as answers tell: what was cut off is estimated by the ledger.
    [[nodiscard]] bool affordable() const { return !limits_.money || started_ <= 1 || spent_ <= limits_.money->count; }

    Time& time_;
    Dice& dice_;
    Cancellation& cancellation_;
    Limits limits_;
    TimePoint began_ = time_.now();
    int slow_percent_;
    Narrator narrator_{false};
    fakes::RecordingSink story_;
    std::vector<std::string> breaches_;
    double progress_ = 0;
    bool over_ = false;
    bool completed_ = false;
    bool at_once_ = false;             // several attempts may go on
    std::map<int, std::string> open_;  // attempts that are going on, and their models
    int latest_ = -1;
    std::optional<int> final_text_;  // of this attempt, and cannot be replaced
    bool final_tools_ = false;       // a tool call was shown
    bool slow_now_ = false;
    int started_ = 0;
    int calls_ = 0;
    int shown_ = -1;
    int retries_after_failures_ = 0;
    int stops_ = 0;
    std::int64_t spent_ = 0;
    std::string screen_;
    std::string ending_;
    std::map<std::string, int, std::less<>> times_;
};

}  // namespace signalbox::simulation
