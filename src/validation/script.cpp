#include "validation/alphabet.hpp"
#include "validation/byte_search.hpp"
#include "validation/checks.hpp"
#include "validation/code_fence.hpp"
#include "validation/language.hpp"
#include "validation/language_choice.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t least_question = 12;   // letters
constexpr std::size_t least_answer = 24;     // letters
constexpr double least_share = 0.6;          // of the answer's letters, for its alphabet
constexpr std::size_t enough = 64UL * 1024;  // bytes of the answer that tell its alphabet

// Two small words make it likely that the question is in a language written in Latin letters, and
// not, say, Russian typed in them.
bool clearly_latin(std::string_view question) {
    SmallWords words;
    words.add(question);
    return std::ranges::max(words.count) >= 2;
}

// Code is in Latin letters whatever its author speaks.
bool holds_code(std::string_view task) { return task.find_first_of("{};=`") != std::string_view::npos; }

// Few bytes that a letter of another alphabet than Latin can begin with (U+0340 to U+1FFF and from
// U+3000 on; in between there are only symbols) leave the answer Latin, whatever else it holds.
bool stays_latin(std::string_view answer) {
    constexpr auto most = static_cast<std::size_t>(least_share * static_cast<double>(least_answer));
    constexpr auto first = static_cast<signed char>(0xCD);
    constexpr auto last = static_cast<signed char>(0xEF);
    constexpr auto symbols = static_cast<signed char>(0xE2);
    auto const foreign = [](ByteBlock block) { return (block >= first) & (block <= last) & (block != symbols); };
    auto const text = whole_prefix(answer, enough);
    std::size_t count = 0;
    for (auto at = find_byte(text, 0, foreign); at < text.size(); at = find_byte(text, at + 1, foreign)) {
        if (++count > most) return false;
    }
    return true;
}

Letters letters_of_answer(std::string_view answer) {
    Letters letters;
    CodeFence fence;
    for (auto rest = whole_prefix(answer, enough); !rest.empty();) {
        auto const line = next_line(rest);
        if (!fence.read(line)) letters.add(line);
    }
    return letters;
}

}  // namespace

Evidence script(AnswerView const& view) {
    if (view.context == nullptr || stays_latin(view.answer)) return std::nullopt;
    auto const answer = letters_of_answer(view.answer);
    auto const given = answer.main();
    // Names, code and terms make Latin letters proper everywhere.
    if (answer.total < least_answer || given == Alphabet::latin || answer.share(given) < least_share)
        return std::nullopt;

    Letters question;
    for (auto const& message : view.context->messages) question.add(whole_prefix(message.content, 16UL * 1024));
    auto const wanted = question.main();
    if (question.total < least_question || wanted == given || question.share(wanted) < 0.97) return std::nullopt;
    auto const task = whole_prefix(task_of(view.context), 16UL * 1024);
    if (wanted == Alphabet::latin && (holds_code(task) || !clearly_latin(task))) return std::nullopt;
    if (free_to_choose(*view.context)) return std::nullopt;
    return "the question is in " + std::string{alphabet_names[static_cast<std::size_t>(wanted)]} +
           " letters, the answer in " + std::string{alphabet_names[static_cast<std::size_t>(given)]};
}

}  // namespace signalbox::checks
