#include "validation/checks.hpp"
#include "validation/refusal_phrases.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox::checks {

namespace {

constexpr std::size_t longest_refusal = 600;  // more text than this has some substance

// After one of these the answer goes on to answer after all.
constexpr std::array<std::string_view, 16> turns{
    "but here",   "but i can ",  "however, i can ", "here is",       "here's", "here are",
    "instead, i", "i can offer", "that said",       "i can instead", "```",    "what i can",
    "but let's",  "you can ",    "for example",     "\n- "};

// While it runs, hardly any answer turns after these.
constexpr std::array<std::string_view, 5> last_words{"with that.", "with this.", "that request.", "this request.",
                                                     "your request."};

// Tasks whose proper answer may sound like a refusal, or be somebody else's ...
constexpr std::array<std::string_view, 6> asked_for{"declin", "refus", "reject", "apolog", "excuse", "rephrase"};
constexpr std::array<std::string_view, 13> others_words{"email",    "e-mail",  "mail",     "letter", "message",
                                                        "translat", "rewrite", "roleplay", "dialog", "reply",
                                                        "quote",    "story",   "script"};
// ... and what only a model says of itself.
constexpr std::array<std::string_view, 7> own_words{"as an ai",          "language model",    "my guidelines",
                                                    "with that request", "with this request", "cette demande",
                                                    "diese anfrage"};

// The answer in lower case with plain apostrophes.
class Opening {
public:
    explicit Opening(std::string_view answer) {
        constexpr std::string_view curly = "\u2019";
        for (auto rest = answer; !rest.empty() && size_ < text_.size();) {
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

bool contains_one(std::string_view text, auto const& phrases) {
    return std::ranges::any_of(phrases, [text](auto words) { return text.contains(words); });
}

}  // namespace

Evidence refusal(AnswerView const& view) {
    if (view.answer.size() > longest_refusal) return std::nullopt;
    auto const answer = trim(view.answer);
    if (!may_refuse(answer)) return std::nullopt;
    Opening const opening{answer};
    auto const text = opening.text();
    if (!refuses(text) || contains_one(text, turns)) return std::nullopt;
    // A question back is a step forward, but for the one that every refusal ends with.
    if (text.contains('?') && !text.contains("else")) return std::nullopt;
    if (!view.finished && !contains_one(text, last_words)) return std::nullopt;
    auto const task = whole_prefix(task_of(view.context), 16UL * 1024);
    if (has_word_like(task, asked_for)) return std::nullopt;
    if (has_word_like(task, others_words) && !contains_one(text, own_words)) return std::nullopt;
    return "refuses: \"" + excerpt(answer, 120) + "\"";
}

}  // namespace signalbox::checks
