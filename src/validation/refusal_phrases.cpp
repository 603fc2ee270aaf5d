#include "validation/refusal_phrases.hpp"

#include "validation/byte_search.hpp"
#include "validation/text.hpp"
#include "validation/trigram_filter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace signalbox {

namespace {

constexpr std::size_t longest_sentence = 240;  // bytes
constexpr std::size_t reach = 48;              // bytes between the denial and what is denied
constexpr std::size_t longest_apology = 100;   // a first sentence that may stand before the refusal

// Says "no" by itself, wherever in the sentence.
constexpr std::array<std::string_view, 22> plain{
    "must decline",       "have to decline",    "respectfully decline",    "i decline to",
    "i'd rather not",     "i would rather not", "i'd prefer not",          "i prefer not to",
    "not comfortable",    "guidelines prevent", "guidelines do not allow", "guidelines don't allow",
    "against my guide",   "against my program", "content policy",          "isn't something i",
    "is not something i", "not programmed to",  "not designed to provide", "i'm not allowed to",
    "have to pass on",    "i am not allowed to"};

// Says "cannot"; help has to follow.
constexpr std::array<std::string_view, 19> denials{"i can't ",
                                                   "i cannot ",
                                                   "i can not ",
                                                   "unable to ",
                                                   "not able to ",
                                                   "i won't ",
                                                   "i will not ",
                                                   "i'm not going to ",
                                                   "not permitted to ",
                                                   "not in a position to ",
                                                   "don't have the ability to ",
                                                   "do not have the ability to ",
                                                   "lack the ability to ",
                                                   "i may not ",
                                                   "i couldn't ",
                                                   "cannot be of ",
                                                   "can't be of ",
                                                   "i don't feel right ",
                                                   "i'm not authorized to "};

// What a helper does. Work on things ("reproduce", "find", "see") is not among them: who cannot do
// that may well be answering.
constexpr std::array<std::string_view, 37> services{
    "help",           "assist",     "comply",    "provide",         "fulfill",     "fulfil",       "do that",
    "do this",        "answer",     "create",    "write",           "generate",    "engage",       "continue",
    "complete",       "support",    "discuss",   "respond",         "process",     "participate",  "summar",
    "translat",       "explain",    "interpret", "advise",          "recommend",   "share",        "talk about",
    "go into",        "get into",   "any help",  "give you advice", "give advice", "give medical", "give legal",
    "give financial", "accommodate"};

// Denial and help of other languages; both have to stand in the sentence.
struct Foreign {
    std::string_view denial;
    std::array<std::string_view, 6> help;
};
constexpr std::array foreign{
    Foreign{"kann ich",
            {"nicht helfen", "nicht behilflich", "nicht weiterhelfen", "nicht beantworten", "nicht unterstützen",
             "nicht machen"}},
    Foreign{"ich kann",
            {"nicht helfen", "nicht behilflich", "nicht weiterhelfen", "nicht beantworten", "nicht unterstützen",
             "keine auskunft"}},
    Foreign{"darf ich",
            {"keine auskunft", "nicht helfen", "nicht beantworten", "keine angaben", "nichts sagen", "nicht sprechen"}},
    Foreign{"tut mir leid, aber ich kann", {"nicht", "keine", "dir", "ihnen", "diese", "das"}},
    Foreign{"je ne peux pas", {"aider", "répondre", "fournir", "écrire", "assister", "donner suite"}},
    Foreign{"je ne suis pas en mesure", {"aider", "répondre", "fournir", "écrire", "assister", "donner"}},
    Foreign{"no puedo", {"ayudar", "proporcionar", "responder", "escribir", "cumplir", "asistir"}},
    Foreign{"non posso", {"aiutar", "fornir", "risponder", "scriver", "assister", "soddisfar"}},
    Foreign{"não posso", {"ajudar", "fornecer", "responder", "escrever", "atender", "ajudá"}}};

// Whole beginnings of languages that the rest knows nothing of.
constexpr std::array<std::string_view, 5> beginnings{"извините, но я не могу", "к сожалению, я не могу", "抱歉，我无法",
                                                     "对不起，我不能", "申し訳ありませんが"};

// What an apology in front of the refusal consists of.
constexpr std::array<std::string_view, 12> apologies{"sorry",        "apolog", "unfortunately", "afraid",
                                                     "appreciate",   "thank",  "understand",    "as an ai",
                                                     "tut mir leid", "désolé", "lo siento",     "mi dispiace"};

// Behind the denial: it goes on to answer after all.
constexpr std::array<std::string_view, 4> turns{" but ", " however", " although", " without "};

std::size_t sentence_end(std::string_view text) {
    auto const piece = text.substr(0, longest_sentence);
    auto const ends = [](ByteBlock block) {
        return (block == '.') | (block == '!') | (block == '?') | (block == '\n');
    };
    for (auto at = find_byte(piece, 0, ends); at < piece.size(); at = find_byte(piece, at + 1, ends))
        if (piece[at] == '\n' || at + 1 == text.size() || is_blank(text[at + 1])) return at;
    return piece.size();
}

bool denies_service(std::string_view sentence) {
    return std::ranges::any_of(denials, [sentence](auto denial) {
        auto const at = sentence.find(denial);
        if (at == std::string_view::npos) return false;
        auto const what = sentence.substr(at + denial.size(), reach);
        auto const turned = std::ranges::any_of(turns, [what](auto word) { return what.contains(word); });
        return !turned && std::ranges::any_of(services, [what](auto verb) {
            auto const found = what.find(verb);
            // At once, or behind an adverb or two; never inside a word.
            return found != std::string_view::npos && (found == 0 || is_blank(what[found - 1])) && found <= 24;
        });
    });
}

bool sentence_refuses(std::string_view sentence) {
    // A sentence in quotation marks is somebody else's.
    if (sentence.contains('"') || sentence.contains("“")) return false;
    if (std::ranges::any_of(plain, [sentence](auto words) { return sentence.contains(words); })) return true;
    if (denies_service(sentence)) return true;
    return std::ranges::any_of(foreign, [sentence](Foreign const& f) {
        auto const at = sentence.find(f.denial);
        if (at == std::string_view::npos) return false;
        auto const rest = sentence.substr(at);
        return std::ranges::any_of(f.help, [rest](auto help) { return rest.contains(help); });
    });
}

}  // namespace

bool may_refuse(std::string_view answer) {
    // Of every phrase above that says "no", three bytes that few sentences have.
    static constexpr TrigramFilter filter{std::array<std::string_view, 14>{
        "n't", "not", "n\u2019t", "una", "ecl", "rev", "oli", "t m", "cht", "kei", "pas", "ued", "oss", "lac"}};
    auto const first = sentence_end(answer);
    auto const rest = answer.substr(std::min(first + 1, answer.size()));
    auto const begin = answer.substr(0, first + 1 + sentence_end(rest));
    return filter.maybe_in(begin) ||
           std::ranges::any_of(beginnings, [answer](auto words) { return starts_with(answer, words); });
}

bool refuses(std::string_view text) {
    if (std::ranges::any_of(beginnings, [text](auto words) { return text.starts_with(words); })) return true;
    auto const end = sentence_end(text);
    auto const first = text.substr(0, end);
    if (sentence_refuses(first)) return true;
    bool const apology = first.size() <= longest_apology &&
                         std::ranges::any_of(apologies, [first](auto word) { return first.contains(word); });
    if (!apology || end >= text.size()) return false;
    auto const rest = trim(text.substr(end + 1));
    return sentence_refuses(rest.substr(0, sentence_end(rest)));
}

}  // namespace signalbox
