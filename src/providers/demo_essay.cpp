#include "providers/demo_essay.hpp"

#include "validation/numbered_parts.hpp"
#include "validation/text.hpp"

#include <array>

namespace signalbox {

namespace {

struct Step {
    std::string_view title;
    std::string_view core;
    std::string_view more;
};

constexpr std::array<Step, 5> steps{{
    {"Goal", "Say what has to be true when it works, in numbers that can be measured.",
     "A latency, an error rate and a cost are enough to begin with; whatever none of them mentions is not a goal yet."},
    {"Simplest version", "Begin with one process and one place where the state lives.",
     "It shows which parts are hard for reasons of the problem itself and which only because of the machinery around "
     "it."},
    {"Choices",
     "Write down the two or three decisions that are costly to turn back, each with what it gives and what it takes.",
     "Keeping state in one place is simple and consistent, but it is one point that can fail; spreading it out "
     "survives failures and "
     "allows for short disagreements. Being exact costs a round trip on every request, being nearly right costs some "
     "error at the edges."},
    {"Failure", "Decide for each dependency what happens while it is away: wait, go on without it, or refuse.",
     "Going on is right when a wrong answer is cheap, refusing when it is not. Either way the choice has to be visible "
     "from outside."},
    {"Check", "Measure the goal under a load like the real one, and change one thing at a time.",
     "Look at the slowest requests rather than at the average, and keep the old version at hand until the new one has "
     "seen a bad day."},
}};

constexpr std::array<std::string_view, 4> remarks{
    "The first thing to find out is what it is for, because that decides which details matter.",
    "Two forces pull against each other here, the gain in speed and the loss in certainty, and a good answer names its "
    "price.",
    "It is best seen in an example: take the smallest case that is not trivial and follow it from one end to the "
    "other.",
    "Most of the difficulty sits at the edges, where an input is empty, late or comes twice."};

std::string parts_of(std::string_view text, bool thorough, std::uint64_t hash) {
    std::string out;
    for (NumberedParts parts{text}; parts.next();) {
        auto const n = parts.number();
        out.append(n == 1 ? "" : "\n\n")
            .append(std::to_string(n))
            .append(". **")
            .append(excerpt(trim(parts.part()), 100))
            .append("** ");
        if (n <= remarks.size()) out.append(remarks[(n + hash) % remarks.size()]);
        if (n > remarks.size() || thorough)
            out.append(" Part ")
                .append(std::to_string(n))
                .append(" stands on its own and can be settled before the others.");
    }
    return out;
}

}  // namespace

std::string demo_essay(std::string_view text, DemoQuestion const& question, bool thorough, std::uint64_t hash) {
    if (question.parts > 0) return parts_of(text, thorough, hash);
    std::string out{"A way to think about "};
    out.append(question.topic).append(", step by step:\n");
    std::size_t n = 0;
    for (auto const& step : steps) {
        out.append("\n").append(std::to_string(++n)).append(". **").append(step.title).append(".** ").append(step.core);
        if (thorough) out.append(" ").append(step.more);
        out.append("\n");
    }
    return out.append("\nIf only one of these gets done, let it be the first.");
}

}  // namespace signalbox
