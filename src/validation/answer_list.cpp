#include "validation/answer_list.hpp"

#include "core/quoted_block.hpp"

namespace signalbox {

namespace {

constexpr std::size_t longest_question = 12'000;  // bytes
constexpr std::size_t longest_answer = 16'000;

}  // namespace

std::string answer_list(std::string_view question, std::vector<std::string_view> const& answers,
                        std::string_view fence) {
    std::string out;
    append_quoted_block(out, "QUESTION", question, longest_question, fence);
    std::string what = "ANSWER ?";
    for (std::size_t i = 0; i < answers.size(); ++i) {
        what.back() = answer_letter(i);
        append_quoted_block(out, what, answers[i], longest_answer, fence);
    }
    return out;
}

}  // namespace signalbox
