#pragma once

#include "pipeline/events.hpp"
#include "pipeline/narrator.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace signalbox::fakes {

// Writes down what it was told, as words: one per event, tokens as "text:...".
class RecordingSink final : public EventSink {
public:
    void publish(Event const& event) override {
        words_.push_back(word(event));
        if (auto const* failed = std::get_if<event::Failed>(&event))
            records_.assign(failed->records.begin(), failed->records.end());
        if (auto told = narrator_.tell(event)) {
            progress_.push_back(told->progress);
            if (told->terminal()) ++terminals_;
            if (told->terminal())
                after_terminal_ = 0;
            else if (terminals_ > 0)
                ++after_terminal_;
        }
    }
    void flush() override { ++flushes_; }
    [[nodiscard]] bool behind() const override { return slow; }
    Task<void> caught_up() override {
        ++waits_;
        slow = false;
        co_return;
    }

    [[nodiscard]] std::vector<std::string> const& words() const { return words_; }
    [[nodiscard]] std::vector<double> const& progress() const { return progress_; }
    // The attempts whose text was shown, in order.
    [[nodiscard]] std::vector<int> const& numbers() const { return numbers_; }
    // The attempts of a run that failed.
    [[nodiscard]] std::vector<AttemptRecord> const& records() const { return records_; }
    [[nodiscard]] int terminals() const { return terminals_; }
    [[nodiscard]] int after_terminal() const { return after_terminal_; }
    [[nodiscard]] int waits() const { return waits_; }
    [[nodiscard]] bool told(std::string const& word) const { return std::ranges::find(words_, word) != words_.end(); }
    // Text as a reader holds it at the end: a new attempt drops what came before.
    [[nodiscard]] std::string const& screen() const { return screen_; }
    // All text that was shown, replaced or not.
    [[nodiscard]] std::string const& text() const { return text_; }
    bool slow = false;

private:
    std::string word(Event const& event) {
        return std::visit(
            Overloaded{
                [](event::Received const&) -> std::string { return "received"; },
                [](event::Analyzed const&) -> std::string { return "analyzed"; },
                [](event::Routing const& e) -> std::string { return e.fast_path ? "fast" : "routing"; },
                [](event::Routed const& e) { return "routed:" + e.plan.primary + (e.cache_hit ? ":cached" : ""); },
                [](event::Started const& e) { return "started:" + std::string{e.model}; },
                [this](event::Arrived const& e) {
                    if (e.attempt != shown_) screen_.clear();
                    if (e.attempt != shown_ || numbers_.empty()) numbers_.push_back(e.attempt);
                    shown_ = e.attempt;
                    screen_ += e.delta.text;
                    text_ += e.delta.text;
                    return "text:" + std::string{e.delta.text};
                },
                [](event::Answered const&) -> std::string { return "answered"; },
                [](event::Validating const&) -> std::string { return "validating"; },
                [](event::Validated const& e) {
                    return "validated:" + std::string{name(e.validation.verdict)} + (e.stopped ? ":stopped" : "");
                },
                [](event::Rejected const& e) -> std::string { return e.stopped ? "rejected:stopped" : "rejected"; },
                [](event::CallFailed const& e) { return "callfailed:" + std::string{name(e.error.code)}; },
                [](event::Retrying const& e) { return "retrying:" + std::string{e.model}; },
                [](event::Committed const&) -> std::string { return "committed"; },
                [](event::MemberEnded const& e) {
                    return "member:" + std::string{e.model} + (e.answered ? ":in" : ":out");
                },
                [](event::Completed const&) -> std::string { return "completed"; },
                [](event::Failed const& e) { return "failed:" + std::string{name(e.error.code)}; },
            },
            event);
    }
    Narrator narrator_{true};
    std::vector<std::string> words_;
    std::vector<double> progress_;
    std::vector<int> numbers_;
    std::vector<AttemptRecord> records_;
    std::string screen_;
    std::string text_;
    int shown_ = 0;
    int terminals_ = 0;
    int after_terminal_ = 0;
    int flushes_ = 0;
    int waits_ = 0;
};

}  // namespace signalbox::fakes
