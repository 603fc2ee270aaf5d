#include "providers/demo_breakdown.hpp"

#include "validation/check.hpp"
#include "validation/numbered_parts.hpp"
#include "validation/text.hpp"

#include <array>

namespace signalbox {

namespace {

std::string turn_in_circles(DemoQuestion const& question) {
    std::string out{"To begin with, "};
    out.append(question.topic).append(" has several sides.");
    for (int i = 0; i < 12; ++i)
        out.append(" It is important to consider the important sides of ").append(question.topic).append(".");
    return out;
}

std::string break_off(DemoQuestion const& question) {
    return "Let us start with the code for " + question.topic +
           ".\n\n```python\ndef main(request):\n    # first of all we\n    state = ";
}

std::string stop_early(std::string_view task) {
    NumberedParts parts{task};
    if (!parts.next()) return {};
    return "1. **" + excerpt(trim(parts.part()), 100) + "** That depends on a number of things.";
}

}  // namespace

std::string demo_breakdown(ChainContext const& context, DemoQuestion const& question, std::uint64_t hash) {
    auto const task = task_of(&context);
    std::array<std::string, 2> faults{turn_in_circles(question),
                                      question.parts > 0 ? stop_early(task) : break_off(question)};
    if (hash % 2 == 1) faults[0].swap(faults[1]);
    for (auto& fault : faults) {
        if (!check_answer({.context = &context, .answer = fault}).empty()) return std::move(fault);
    }
    return break_off(question);  // an open code block is wrong whatever was asked
}

}  // namespace signalbox
