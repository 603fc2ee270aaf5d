#include "providers/demo_question.hpp"

#include "validation/numbered_parts.hpp"
#include "validation/text.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace signalbox {

namespace {

constexpr std::size_t read_at_most = 8UL * 1024;
constexpr std::size_t topic_words = 8;
constexpr std::size_t topic_bytes = 80;

constexpr std::array<std::string_view, 17> hard{"design", "architect", "prove",     "proof",   "deriv",    "optimi",
                                                "trade",  "distribut", "concurren", "evaluat", "refactor", "analy",
                                                "compar", "scal",      "critique",  "strateg", "consensus"};
constexpr std::array<std::string_view, 16> code{
    "code",       "function", "algorithm", "implement", "class",    "program",   "script",     "python",
    "javascript", "sort",     "quicksort", "mergesort", "fizzbuzz", "fibonacci", "palindrome", "sql"};
constexpr std::array<std::string_view, 8> creative{"poem",     "story", "haiku",  "song",
                                                   "limerick", "tale",  "lyrics", "verse"};
// Words that begin a request and are not what it is about.
constexpr std::array<std::string_view, 36> openers{
    "please",  "can",     "could",   "would",   "you",     "me",       "us",     "i",      "what",
    "what's",  "is",      "are",     "how",     "do",      "does",     "why",    "when",   "who",
    "write",   "tell",    "give",    "show",    "explain", "describe", "design", "create", "make",
    "compare", "analyze", "analyse", "discuss", "about",   "to",       "should", "build",  "in"};

std::string_view topic_of(std::string_view text) {
    auto rest = text;
    for (auto next = rest;;) {
        auto const word = next_word(next);
        if (word.empty()) return {};
        if (std::ranges::none_of(openers, [word](auto opener) { return equal_words(word, opener); })) {
            rest = text.substr(static_cast<std::size_t>(word.data() - text.data()));
            break;
        }
    }
    rest = rest.substr(0, rest.find_first_of("?!.,;:\n()\"`"));
    auto end = rest;
    for (std::size_t n = 0; n < topic_words; ++n) {
        auto const before = end;
        auto const word = next_word(end);
        if (word.empty() || (n > 0 && (equal_words(word, "and") || equal_words(word, "then")))) {
            end = before;
            break;
        }
    }
    return trim(whole_prefix(rest.substr(0, rest.size() - end.size()), topic_bytes));
}

std::size_t words_in(std::string_view text) {
    std::size_t words = 0;
    while (!next_word(text).empty()) ++words;
    return words;
}

}  // namespace

DemoQuestion read_demo_question(std::string_view text) {
    auto const read = trim(whole_prefix(text, read_at_most));
    DemoQuestion question;
    question.parts = numbered_questions(read);
    question.code = has_word_like(read, code);
    question.creative = has_word_like(read, creative);
    auto const words = words_in(read);
    question.complex = question.parts >= 3 || words >= 60 || (words >= 7 && has_word_like(read, hard));
    question.topic = topic_of(read);
    if (question.topic.empty()) question.topic = "this";
    return question;
}

std::uint64_t demo_hash(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = 0xcbf29ce484222325 ^ seed;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash ^ hash >> 32;
}

}  // namespace signalbox
