#pragma once

#include "validation/check.hpp"

#include <deque>
#include <memory>
#include <string>

namespace signalbox {

// One line of tests/data/labelled_answers/*.jsonl: a question, an answer, and whether people would
// be content with it. `kind` of a bad answer is the check that should find it, or what is wrong
// with it when no check can; of a good one, what makes it hard.
struct LabelledAnswer {
    std::string name;
    std::string kind;
    std::string answer;
    bool bad = false;
    bool held_out = false;  // written before its author had read the checks
    FinishReason finish = FinishReason::stop;
    std::string body;  // of an answer that calls tools
    ChainContext context;
    std::string request;  // what `raw` views
    RawChat raw;

    [[nodiscard]] AnswerView view() const {
        return {
            .context = &context, .answer = answer, .finish_reason = finish, .tool_calls = !body.empty(), .raw = body};
    }
};

// All of them, file by file. A deque: their contexts point into them.
[[nodiscard]] std::deque<LabelledAnswer> const& labelled_answers();

}  // namespace signalbox
