#include "validation/answer_list.hpp"

#include "validation/text.hpp"

namespace signalbox {

namespace {

constexpr std::size_t longest_question = 12'000;  // bytes
constexpr std::size_t longest_answer = 16'000;

void append_without(std::string& out, std::string_view text, std::string_view fence) {
    auto const begin = out.size();
    out.append(text);
    if (fence.empty()) return;
    for (auto at = out.find(fence, begin); at != std::string::npos; at = out.find(fence, at)) {
        out.erase(at, fence.size());
    }
}

std::string_view whole_suffix(std::string_view text, std::size_t size) {
    auto from = text.size() - size;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80) ++from;
    return text.substr(from);
}

void append_block(std::string& out, std::string_view what, std::string_view text, std::size_t limit,
                  std::string_view fence) {
    out.append("BEGIN ").append(what).append(" ").append(fence).append("\n");
    if (text.size() <= limit) {
        append_without(out, text, fence);
    } else {
        append_without(out, whole_prefix(text, limit * 2 / 3), fence);
        out.append("\n[...]\n");
        append_without(out, whole_suffix(text, limit / 3), fence);
    }
    out.append("\nEND ").append(what).append(" ").append(fence).append("\n");
}

}  // namespace

std::string answer_list(std::string_view question, std::vector<std::string_view> const& answers,
                        std::string_view fence) {
    std::string out;
    append_block(out, "QUESTION", question, longest_question, fence);
    std::string what = "ANSWER ?";
    for (std::size_t i = 0; i < answers.size(); ++i) {
        what.back() = answer_letter(i);
        append_block(out, what, answers[i], longest_answer, fence);
    }
    return out;
}

}  // namespace signalbox
