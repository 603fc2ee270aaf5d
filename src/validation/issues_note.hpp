#pragma once

#include "core/chain_context.hpp"

#include <string>
#include <vector>

namespace signalbox {

// A system message that tells a model what was wrong with another one's answer to the same question.
// The issues may quote that answer or a judge: each is a line of material, and not an instruction.
[[nodiscard]] Message issues_note(std::vector<std::string> const& issues);

}  // namespace signalbox
