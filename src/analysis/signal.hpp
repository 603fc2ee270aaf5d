#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox {

// What a word or phrase of a message tells. The lexicon says which phrases give which signal.
enum class Signal : std::uint8_t {
    make,         // asks to make something
    code_thing,   // names something made of code
    language,     // names a programming language or a developer's tool
    debug,        // something made of code is broken
    engineering,  // hard engineering: concurrency, scale, security
    design,       // asks for a design or a plan
    proof,        // asks for a proof or a derivation
    math,         // asks to calculate
    compare,      // asks to weigh things against each other
    analyze,      // asks to take something apart
    condense,     // asks to summarize, extract or correct a text
    translate,    // asks to put a text into another language
    fact,         // asks for a fact
    explain,      // asks why or how
    science,      // a field of knowledge
    expert,       // law, medicine, finance: being wrong is costly
    story,        // asks for fiction or verse
    persona,      // asks to imagine or to play a role
    letter,       // asks for prose: letter, essay, article
    greeting,     // greets, thanks, says goodbye
    personal,     // talks about the speaker or to the model
    errand,       // what people ask an assistant on their phone
    reasoning,    // asks to think in steps, or states premises
    parts,        // joins several demands
    thorough,     // asks for depth
    easy,         // asks for something simple
    brief,        // asks for a short answer
    proceed,      // tells to go on with what was discussed
    refer,        // points back: it, that, this
    keyword,      // a word of a programming language
    quantity,     // tells how amounts relate: each, half, per, left over
    negation,     // not, never, except
};
inline constexpr std::size_t signal_count = static_cast<std::size_t>(Signal::negation) + 1;

// How often a signal was given, and how often of that near the beginning or end of the message, where
// instructions stand and pasted material does not.
struct SignalHits {
    std::uint16_t all = 0;
    std::uint16_t edge = 0;
};

}  // namespace signalbox
