#include "validation/language_choice.hpp"

#include "validation/text.hpp"

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

constexpr std::size_t enough = 16UL * 1024;
constexpr int reach = 8;  // words between the verb and the language

// Mentions of languages and of translating, in the languages that people ask in.
constexpr std::array<std::string_view, 79> mentions{
    "translat", "traduc",   "traduis",  "traduz",   "übersetz", "languag",   "sprach",  "langue",   "idioma",
    "lingua",   "kanji",    "hiragana", "katakana", "kana",     "pinyin",    "hanzi",   "hangul",   "cyril",
    "kyril",    "alphabet", "script",   "unicode",  "letter",   "character", "chin",    "mandarin", "cantones",
    "japan",    "korea",    "russ",     "rus",      "ukrain",   "bulgar",    "serb",    "macedon",  "belarus",
    "kazakh",   "mongol",   "greek",    "griech",   "grec",     "grieg",     "arab",    "persian",  "farsi",
    "urdu",     "pashto",   "hebr",     "hindi",    "bengal",   "язык",      "Англ",    "англ",     "немец",
    "франц",    "испан",    "перев",    "Перев",    "tamil",    "telugu",    "marathi", "nepal",    "thai",
    "indi",     "sanskrit", "word",     "malay",    "kannad",   "gujarat",   "punjab",  "vietnam",  "burm",
    "sinhal",   "georgi",   "armen",    "khmer",    "amhar",    "tibet",     "lao"};

// Verbs of answering, in the same languages.
constexpr std::array<std::string_view, 8> answering{"answer", "reply",    "respond", "antwort",
                                                    "répond", "contesta", "rispond", "antwoord"};

bool names_language(std::string_view text) {
    for (auto word = next_word(text); !word.empty(); word = next_word(text))
        if (named_language(word)) return true;
    return false;
}

struct Wish {
    std::optional<Language> language;
    bool several = false;  // languages are named
};

void note_wish(Wish& wish, std::string_view text) {
    if (!names_language(text)) return;
    std::optional<Language> named;
    int since_verb = reach + 1;
    for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
        bool const verb = std::ranges::any_of(answering, [word](auto stem) { return starts_with(word, stem); });
        since_verb = verb ? 0 : since_verb + 1;
        auto const language = named_language(word);
        if (!language) continue;
        wish.several = wish.several || (named && *named != *language) || (wish.language && *wish.language != *language);
        named = language;
        if (since_verb <= reach) wish.language = language;
    }
}

}  // namespace

bool free_to_choose(ChainContext const& context) {
    return std::ranges::any_of(context.messages, [](Message const& message) {
        auto const text = whole_prefix(message.content, enough);
        return has_word_like(text, mentions) || names_language(text);
    });
}

std::optional<Language> wished_language(ChainContext const& context) {
    Wish wish;
    for (auto const& message : context.messages)
        if (message.role == Role::system) note_wish(wish, whole_prefix(message.content, enough));
    note_wish(wish, whole_prefix(task_of(&context), enough));
    if (wish.several) return std::nullopt;
    return wish.language;
}

}  // namespace signalbox
