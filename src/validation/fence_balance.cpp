#include "validation/checks.hpp"
#include "validation/code_fence.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

Evidence code_fence(AnswerView const& view) {
    CodeFence fence;
    for (auto rest = view.answer; !rest.empty();) fence.read(next_line(rest));
    if (!fence.open()) return std::nullopt;
    return "the code block " + excerpt(fence.opener(), 40) + " is not closed";
}

}  // namespace signalbox::checks
