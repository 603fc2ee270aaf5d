#include "validation/checks.hpp"
#include "validation/loop_watch.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

namespace {

std::string_view looping_unit(std::string_view answer, LoopPatience const& patience) {
    std::size_t at = 0;
    return LoopWatch{patience}.read(answer, at, true);
}

}  // namespace

Evidence repetition(AnswerView const& view) {
    if (view.answer.size() < strict_patience.prose_bytes) return std::nullopt;
    auto unit = looping_unit(view.answer, strict_patience);
    if (unit.empty()) return std::nullopt;
    if (may_repeat(task_of(view.context))) unit = looping_unit(view.answer, patient_patience);
    if (unit.empty()) return std::nullopt;
    return repeats(unit);
}

std::string repeats(std::string_view unit) { return "repeats \"" + excerpt(trim(unit), 120) + "\""; }

}  // namespace signalbox::checks
