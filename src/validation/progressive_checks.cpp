#include "validation/progressive_checks.hpp"

#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>

namespace signalbox {

namespace {
constexpr std::string_view think = "<think>";
constexpr std::string_view end_of_thoughts = "</think>";
}  // namespace

bool ProgressiveChecks::look() {
    if (over_) return !findings_.empty();
    if (!skip_thoughts()) return false;
    if (beginning_ && !committed_) look_at_beginning();
    if (findings_.empty()) look_for_loops();
    over_ = over_ || !findings_.empty();
    if (!over_) slide();
    return !findings_.empty();
}

void ProgressiveChecks::commit() {
    committed_ = true;
    if (may_repeat(task_of(&context_))) return stop();
    patient_ = true;
    loops_.use(patient_patience);
}

// False while the answer has not begun.
bool ProgressiveChecks::skip_thoughts() {
    if (!began_) {
        began_ = true;
        thinking_ = trim(std::string_view{window_}.substr(0, 64)).starts_with(think);
    }
    if (!thinking_) return true;
    if (auto const end = window_.find(end_of_thoughts); end != std::string::npos) {
        thinking_ = false;
        window_.erase(0, end + end_of_thoughts.size());
        next_look_ = first_look;
        return window_.size() >= next_look_;
    }
    window_.erase(0, window_.size() - std::min(window_.size(), end_of_thoughts.size() - 1));
    next_look_ = window;
    return false;
}

void ProgressiveChecks::look_at_beginning() {
    findings_ = check_beginning({.context = &context_, .answer = window_, .finished = false});
}

void ProgressiveChecks::look_for_loops() {
    auto unit = loops_.read(window_, at_, false);
    if (!unit.empty() && !patient_ && may_repeat(task_of(&context_))) {
        patient_ = true;
        loops_.use(patient_patience);
        unit = loops_.read(window_, at_, false);
    }
    if (!unit.empty()) findings_.push_back({"repetition", checks::repeats(unit)});
}

// Lets go of what nothing will look at again, and says when to look next.
void ProgressiveChecks::slide() {
    auto const size = window_.size();
    if (beginning_ && size < window) {
        next_look_ = std::min(std::max(size * 2, first_look), window);
        return;
    }
    beginning_ = false;
    auto const kept = std::min(at_, size - std::min(size, overlap));
    window_.erase(0, kept);
    at_ -= kept;
    next_look_ = std::max(window, window_.size() + window - overlap);
}

}  // namespace signalbox
