#include "validation/alphabet.hpp"
#include "validation/checks.hpp"
#include "validation/code_fence.hpp"
#include "validation/language.hpp"
#include "validation/language_choice.hpp"
#include "validation/text.hpp"

namespace signalbox::checks {

namespace {

constexpr std::size_t longest_question = 400;  // longer ones hold text in a language of its own
constexpr std::size_t least_answer = 60;       // bytes
constexpr std::size_t enough = 4UL * 1024;     // bytes of the answer that tell its language
constexpr std::uint32_t least_evidence = 6;    // small words of an answer
constexpr std::uint32_t early_evidence = 16;   // while it runs: it may only have begun with a phrase

// Quotes, lists and what follows a colon may be in any language: material, not the question.
bool holds_material(std::string_view task) {
    if (task.find_first_of("\n\"`<>|") != std::string_view::npos) return true;
    for (auto const* const mark : {"“", "„", "«", "「"})
        if (task.contains(mark)) return true;
    // Two single quotes are some; one may be an apostrophe.
    auto const quote = task.find(" '");
    if (quote != std::string_view::npos && task.find('\'', quote + 2) != std::string_view::npos) return true;
    auto const colon = task.find(": ");
    return colon != std::string_view::npos && task.size() - colon > 80;
}

// The small words of the answer's prose; not all of them once it has plenty of `wanted`.
SmallWords words_of(std::string_view answer, std::optional<Language> wanted) {
    SmallWords words;
    CodeFence fence;
    for (auto rest = whole_prefix(answer, enough); !rest.empty();) {
        auto const line = next_line(rest);
        if (fence.read(line) || trim(line).starts_with('>')) continue;  // code, or a quotation
        words.add(line, wanted);
        if (wanted && words.of(*wanted) >= SmallWords::plenty) break;
    }
    return words;
}

// Of a question that is not long and holds nothing but itself.
struct Asked {
    std::optional<Language> language;
    bool cyrillic = false;  // then `language` is none: other alphabets than Latin have no small words
};

Asked language_of_question(std::string_view task) {
    SmallWords words;
    words.add(task);
    if (auto const language = words.main(2)) return {language, false};
    Letters letters;
    letters.add(task);
    return {std::nullopt, letters.total >= 12 && letters.share(Alphabet::cyrillic) >= 0.9};
}

// Formulas between its words may look like another language.
bool mostly_cyrillic(std::string_view answer) {
    Letters letters;
    letters.add(whole_prefix(answer, enough));
    return letters.share(Alphabet::cyrillic) > 0.1;
}

// Somebody spoke the answer's language before; system messages in English say nothing.
bool is_known(Language given, ChainContext const& context) {
    for (auto const& message : context.messages) {
        if (message.role == Role::system && given == Language::english) continue;
        SmallWords words;
        words.add(whole_prefix(message.content, enough), given);
        if (words.of(given) >= (message.role == Role::user ? 2 : SmallWords::plenty)) return true;
    }
    return false;
}

std::string named(Language language) { return std::string{language_names[static_cast<std::size_t>(language)]}; }

}  // namespace

Evidence language(AnswerView const& view) {
    if (view.context == nullptr || view.answer.size() < least_answer) return std::nullopt;
    auto const task = trim(task_of(view.context));
    if (task.size() > longest_question) return std::nullopt;
    auto const asked = language_of_question(task);
    if (!asked.language && !asked.cyrillic) return std::nullopt;

    // Nearly every answer ends here: it has the small words of the question's language.
    auto const least = view.finished ? least_evidence : early_evidence;
    auto const expected = words_of(view.answer, asked.language);
    bool const as_asked = asked.language && expected.of(*asked.language) >= SmallWords::plenty;
    if (auto const wish = wished_language(*view.context)) {
        auto const words = words_of(view.answer, *wish);
        auto const given = words.main(least);
        if (!given || *given == *wish || words.of(*wish) >= SmallWords::plenty) return std::nullopt;
        return "asked to answer in " + named(*wish) + ", answers in " + named(*given);
    }
    if (as_asked) return std::nullopt;
    auto const given = expected.main(least);
    if (asked.cyrillic && mostly_cyrillic(view.answer)) return std::nullopt;
    if (!given || holds_material(task) || free_to_choose(*view.context) || is_known(*given, *view.context))
        return std::nullopt;
    return "the question is in " + (asked.language ? named(*asked.language) : std::string{"Cyrillic letters"}) +
           ", the answer in " + named(*given);
}

}  // namespace signalbox::checks
