#include "validation/checks.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t longest_refusal = 600;  // more text than this has some substance

// What may stand before the refusal proper. Tried again and again until none fits.
constexpr std::array<std::string_view, 14> courtesies{"i'm sorry",
                                                      "i am sorry",
                                                      "sorry",
                                                      "i apologize",
                                                      "my apologies",
                                                      "unfortunately",
                                                      "as an ai language model",
                                                      "as an ai",
                                                      "as a language model",
                                                      "i'm afraid",
                                                      "but",
                                                      "i appreciate your question",
                                                      "thank you for your question",
                                                      "however"};

constexpr std::array<std::string_view, 14> denials{"i can't",
                                                   "i cannot",
                                                   "i can not",
                                                   "i'm unable to",
                                                   "i am unable to",
                                                   "i'm not able to",
                                                   "i am not able to",
                                                   "i won't",
                                                   "i will not",
                                                   "i must decline",
                                                   "i have to decline",
                                                   "i'm not comfortable",
                                                   "i am not comfortable",
                                                   "i'm not allowed to"};

constexpr std::array<std::string_view, 21> services{
    "help",     "assist",  "comply",  "provide", "fulfill",  "fulfil",      "do that",
    "do this",  "answer",  "create",  "write",   "generate", "engage",      "continue",
    "complete", "support", "discuss", "respond", "process",  "participate", "with"};

constexpr std::array<std::string_view, 14> foreign{"es tut mir leid, aber ich kann",
                                                   "tut mir leid, aber ich kann",
                                                   "ich kann dir dabei nicht helfen",
                                                   "ich kann ihnen dabei nicht helfen",
                                                   "désolé, mais je ne peux pas",
                                                   "je suis désolé, mais je ne peux pas",
                                                   "lo siento, pero no puedo",
                                                   "mi dispiace, ma non posso",
                                                   "desculpe, mas não posso",
                                                   "извините, но я не могу",
                                                   "к сожалению, я не могу",
                                                   "抱歉，我无法",
                                                   "对不起，我不能",
                                                   "申し訳ありませんが"};

// After one of these the answer goes on to answer after all.
constexpr std::array<std::string_view, 14> turns{
    "but here",    "but i can ", "however, i can ", "here is", "here's",     "here are",  "instead, i",
    "i can offer", "that said",  "i can instead",   "```",     "what i can", "but let's", "you can "};

constexpr std::array<std::string_view, 5> last_words{"with that.", "with this.", "that request.", "this request.",
                                                     "your request."};

// Tasks whose proper answer sounds like a refusal.
constexpr std::array<std::string_view, 19> asked_for{
    "declin",   "refus",   "reject",   "apolog", "excuse", "email", "e-mail", "mail",   "letter",  "message",
    "translat", "rewrite", "roleplay", "dialog", "reply",  "quote", "story",  "script", "rephrase"};

constexpr std::string_view curly = "\u2019";

// The beginning in lower case with plain apostrophes.
class Opening {
public:
    explicit Opening(std::string_view answer) {
        for (auto rest = trim(answer); !rest.empty() && size_ < text_.size();) {
            bool const is_curly = rest.starts_with(curly);
            text_[size_++] = is_curly ? '\'' : lower(rest.front());
            rest.remove_prefix(is_curly ? curly.size() : 1);
        }
    }
    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

private:
    std::array<char, longest_refusal + 8> text_{};
    std::size_t size_ = 0;
};

// By byte: does one of the phrases that lead to a refusal begin with it?
constexpr auto first_bytes = [] {
    std::array<bool, 256> table{};
    auto const note = [&table](auto words) { table[static_cast<unsigned char>(words.front())] = true; };
    std::ranges::for_each(courtesies, note);
    std::ranges::for_each(denials, note);
    std::ranges::for_each(foreign, note);
    return table;
}();

// As Opening reads it, without a copy.
bool begins_with(std::string_view answer, std::string_view words) {
    for (char const c : words) {
        bool const is_curly = c == '\'' && answer.starts_with(curly);
        if (!is_curly && (answer.empty() || lower(answer.front()) != c)) return false;
        answer.remove_prefix(is_curly ? curly.size() : 1);
    }
    return true;
}

// Hardly any answer begins with one of the phrases that lead to a refusal.
bool may_refuse(std::string_view answer) {
    auto const begin = trim(answer);
    if (begin.empty()) return false;
    auto const first = lower(begin.front());
    if (!first_bytes[static_cast<unsigned char>(first)]) return false;
    auto const begins = [begin, first](auto words) { return words.front() == first && begins_with(begin, words); };
    return std::ranges::any_of(courtesies, begins) || std::ranges::any_of(denials, begins) ||
           std::ranges::any_of(foreign, begins);
}

bool skip_courtesy(std::string_view& text) {
    auto const* const found = std::ranges::find_if(courtesies, [text](auto words) { return text.starts_with(words); });
    if (found == courtesies.end()) return false;
    text.remove_prefix(found->size());
    while (!text.empty() && (is_blank(text.front()) || text.front() == ',' || text.front() == '.'))
        text.remove_prefix(1);
    return true;
}

bool denies_service(std::string_view text) {
    while (skip_courtesy(text)) {
    }
    auto const* const denial = std::ranges::find_if(denials, [text](auto words) { return text.starts_with(words); });
    if (denial == denials.end()) return false;
    auto const sentence = text.substr(denial->size(), std::min(text.find_first_of(".!\n"), std::size_t{160}));
    auto first = trim(sentence);
    if (first.starts_with("to ")) first.remove_prefix(3);
    return denial->ends_with("decline") ||
           std::ranges::any_of(services, [first](auto verb) { return first.starts_with(verb); });
}

}  // namespace

Evidence refusal(AnswerView const& view) {
    if (view.answer.size() > longest_refusal) return std::nullopt;
    if (!may_refuse(view.answer)) return std::nullopt;
    Opening const opening{view.answer};
    auto const text = opening.text();
    bool const denied =
        denies_service(text) || std::ranges::any_of(foreign, [text](auto words) { return text.starts_with(words); });
    if (!denied || std::ranges::any_of(turns, [text](auto words) { return text.contains(words); })) return std::nullopt;
    // A question back is a step forward, but for the one that every refusal ends with.
    if (text.contains('?') && !text.contains("else")) return std::nullopt;
    // Unfinished, the answer may still turn, but hardly after these.
    if (!view.finished && std::ranges::none_of(last_words, [text](auto words) { return text.contains(words); }))
        return std::nullopt;
    if (has_word_like(task_of(view.context), asked_for)) return std::nullopt;
    return "refuses: \"" + excerpt(trim(view.answer), 120) + "\"";
}

}  // namespace signalbox::checks
