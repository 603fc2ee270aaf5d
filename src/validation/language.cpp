#include "validation/language.hpp"

#include "validation/text.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::size_t longest_word = 9;  // bytes of the longest small word

// The words by which each language is known. A word that other languages of the list use as well is
// left out, or stands with all of them.
constexpr std::array<std::string_view, language_names.size()> small_words{
    "the are were and that this with you your it its have can not from which when what how why they their there "
    "would should by does to could please be has into than then if or is of",
    "der und ist nicht ein eine einen einem einer ich auf für von zu sich auch warum wenn oder aber kann wird werden "
    "sind bei zum zur dass nach dem das mit bitte im über durch noch nur mehr sie haben wir wie die du",
    "les est une et qui dans pas avec vous nous cette ces sont aux elle pourquoi quelle quels quelles quand être ont "
    "peut où leur comme votre très tout sans je sur il du à ou mais",
    "el los las más pero qué cómo cuál cuáles hay muy también cuando puede sus desde hasta sin tiene del una para "
    "como está con por sur lo al si porque",
    "gli che è sono della delle dei degli nel nella più anche questo questa perché può dal alla di non sul nei alle "
    "il una del con da lo al si quando",
    "os uma não em com são você isso também pelo pela ao já foi seu sua dos é muito pode nas até quais da mais para "
    "como está por à ou quando porque",
    "het een van niet voor zijn worden wordt ook maar aan naar hoe waarom deze dit ik uit dat kan om nog geen bij je"};

struct Small {
    std::string_view word;
    std::uint8_t languages = 0;  // one bit each
};

// The next word of a list, which goes on behind its blank.
constexpr std::string_view take(std::string_view& list) {
    auto const word = list.substr(0, list.find(' '));
    list.remove_prefix(std::min(word.size() + 1, list.size()));
    return word;
}

// Open addressing by the ends of the word: one or two looks tell a small word from another.
using Slots = std::array<Small, 512>;

constexpr std::size_t slot_of(std::string_view word) {
    auto const byte = [word](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(lower(word[i])));
    };
    return byte(0) * 31 + byte(word.size() / 2) * 7 + byte(word.size() - 1) + word.size() * 67;
}

constexpr auto slots = [] {
    Slots out;
    for (std::size_t language = 0; language < small_words.size(); ++language) {
        for (auto list = small_words[language]; !list.empty();) {
            auto const word = take(list);
            auto at = slot_of(word) % out.size();
            while (!out[at].word.empty() && out[at].word != word) at = (at + 1) % out.size();
            out[at] = {word, static_cast<std::uint8_t>(out[at].languages | 1U << language)};
        }
    }
    return out;
}();

constexpr std::uint8_t bit(Language language) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(language));
}

// "l'eau", "qu'il", "d'oro": the languages that shorten words before vowels.
std::uint8_t elision_of(std::string_view word) {
    auto const mark = word.substr(0, 4).find('\'');
    if (mark == std::string_view::npos || mark == 0 || word.size() < mark + 2) return 0;
    auto const first = lower(word.front());
    if (mark == 1 && (first == 'l' || first == 'd')) return bit(Language::french) | bit(Language::italian);
    if (mark == 1 && (first == 'c' || first == 'j' || first == 'n' || first == 's')) return bit(Language::french);
    return starts_with(word, "qu'") ? bit(Language::french) : std::uint8_t{0};
}

std::uint8_t languages_of(std::string_view word) {
    if (word.empty()) return 0;
    if (auto const elided = elision_of(word)) return elided;
    if (word.size() > longest_word) return 0;
    for (auto at = slot_of(word) % slots.size(); !slots[at].word.empty(); at = (at + 1) % slots.size()) {
        auto const& small = slots[at];
        if (small.word.size() == word.size() && starts_with(word, small.word)) return small.languages;
    }
    return 0;
}

// Opening punctuation of two or three bytes counts as letters; a word may begin behind it.
std::string_view bare(std::string_view word) {
    if (word.starts_with("¿") || word.starts_with("¡") || word.starts_with("«")) word.remove_prefix(2);
    if (word.starts_with("“") || word.starts_with("„") || word.starts_with("‘")) word.remove_prefix(3);
    return word;
}

// What each language is called in all of them: how such a word begins.
constexpr std::array<std::string_view, language_names.size()> names{
    "english englisch anglais inglés inglese inglês engels",
    "german deutsch allemand alemán tedesc alemão duits",
    "french französisch français francés francese francês frans",
    "spanish spanisch espagnol español castellano spagnol espanhol spaans",
    "italian italien italiaans",
    "portugu portugies portugais portoghes",
    "dutch niederländisch néerlandais holandés olandese holandês nederlands"};

constexpr std::size_t place_of(std::string_view word) {
    auto const byte = [word](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(lower(word[i])));
    };
    return (byte(0) * 37 + byte(1) * 11 + byte(2)) % 1024;
}

// By the first three bytes of a word: may it be a name? Hardly any other word gets past this.
constexpr auto may_name = [] {
    std::array<bool, 1024> out{};
    for (auto list : names)
        while (!list.empty()) out[place_of(take(list))] = true;
    return out;
}();

}  // namespace

void SmallWords::add(std::string_view text, std::optional<Language> wanted) {
    for (auto word = next_word(text); !word.empty(); word = next_word(text)) {
        auto const languages = languages_of(bare(word));
        if (languages == 0) continue;
        for (std::size_t i = 0; i < count.size(); ++i) count[i] += languages >> i & 1U;
        if (wanted && of(*wanted) >= plenty) return;
    }
}

std::optional<Language> SmallWords::main(std::uint32_t least) const {
    auto const* const best = std::ranges::max_element(count);
    if (*best < least) return std::nullopt;
    for (auto const& other : count)
        if (&other != best && other * 2 > *best) return std::nullopt;
    return static_cast<Language>(best - count.begin());
}

std::optional<Language> named_language(std::string_view word) {
    if (word.size() < 5 || !may_name[place_of(word)]) return std::nullopt;
    for (std::size_t language = 0; language < names.size(); ++language)
        for (auto list = names[language]; !list.empty();)
            if (starts_with(word, take(list))) return static_cast<Language>(language);
    return std::nullopt;
}

}  // namespace signalbox
