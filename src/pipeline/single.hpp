#pragma once

#include "async/task.hpp"
#include "pipeline/continuation.hpp"
#include "pipeline/extended_question.hpp"
#include "pipeline/rules_now.hpp"
#include "pipeline/run_scope.hpp"
#include "pipeline/successor.hpp"

#include <memory>

namespace signalbox {

// Strategy `single`: one model after the other, each step decided by next_step, until an answer is
// accepted or nothing is left to try. Other strategies go on with it when they have found nothing.
// Leaves the best answer in the scope, or the last failure in `latest`.
class Single final : private Successor {
public:
    explicit Single(RunScope& run);
    Single(Single const&) = delete;
    Single& operator=(Single const&) = delete;

    // Begins with `model`. REQUIRES: the strategy outlives the task, as for the next one.
    Task<void> begin(ModelCard const& model);
    // Goes on after attempts that were made elsewhere; `last` is one of them.
    Task<void> go_on(std::unique_ptr<AttemptOutcome> last);
    // A model was called elsewhere.
    void tried(ModelCard const& model) { progress_.tried.push_back(model.id); }

private:
    // A better model, as the rules have it at this moment.
    [[nodiscard]] bool follows(ValidationResult const& verdict) override;
    // Time and money, for the rules.
    void look_at_means(bool nothing_came);
    // The step after an attempt. True: `next_` shall be called, after a pause if `pause_` says so.
    bool step(std::unique_ptr<AttemptOutcome> outcome);
    bool take(NextStep const& step, AttemptOutcome const& outcome);
    bool announce_next(std::string_view model, bool better);
    void tell_issues(ValidationResult const& validation);
    void note_shown(AttemptOutcome& outcome);
    Task<void> back_off();

    RunScope& run_;
    RulesNow rules_;
    Progress progress_;
    ModelCard const* next_ = nullptr;
    bool pause_ = false;                          // before the next one
    std::unique_ptr<Continuation> continuation_;  // null: what breaks off is not continued
    std::optional<int> goes_on_;                  // the text that the next attempt continues
    std::unique_ptr<ExtendedQuestion> told_;      // the question with what was wrong so far; null: as it was asked
};

}  // namespace signalbox
