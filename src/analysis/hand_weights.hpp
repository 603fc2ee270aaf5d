#pragma once

#include "analysis/signal.hpp"

#include <array>
#include <string_view>

namespace signalbox {

// What one signal is worth. Category columns in the order of Category.
struct SignalWeight {
    Signal signal{};
    float code = 0, research = 0, creative = 0, analysis = 0, chat = 0;
    float need = 0;           // -1 to 1: share of the remaining ease it takes away, or of the need
    std::string_view reason;  // empty: too weak to be named
};

// clang-format off: a table
inline constexpr auto signal_weights = std::to_array<SignalWeight>({
    //                    code   resear creati analys chat    need    reason
    {Signal::make,        0.5F,  -0.2F, 0.6F,  0.0F,  -0.2F, 0.00F,  ""},
    {Signal::code_thing,  1.5F,  0.0F,  0.0F,  0.0F,  -0.2F, 0.00F,  "names something made of code"},
    {Signal::language,    1.4F,  0.0F,  0.0F,  0.0F,  -0.2F, 0.00F,  "names a developer's tool"},
    {Signal::debug,       1.0F,  0.0F,  0.0F,  0.1F,  0.0F,  0.12F,  "something is broken"},
    {Signal::engineering, 1.4F,  0.1F,  0.0F,  0.3F,  0.0F,  0.32F,  "hard engineering"},
    {Signal::design,      0.3F,  0.0F,  0.3F,  0.5F,  0.0F,  0.15F,  "asks for a design"},
    {Signal::proof,       0.0F,  0.2F,  0.0F,  1.5F,  0.0F,  0.42F,  "asks for a proof"},
    {Signal::math,        0.1F,  0.1F,  0.0F,  1.5F,  0.0F,  0.16F,  "asks to calculate"},
    {Signal::compare,     0.0F,  0.2F,  0.0F,  1.1F,  0.0F,  0.14F,  "asks to weigh things"},
    {Signal::analyze,     0.1F,  0.2F,  0.0F,  1.2F,  0.0F,  0.12F,  "asks for an analysis"},
    {Signal::condense,    0.0F,  0.0F,  0.3F,  1.2F,  0.0F,  -0.10F, "asks to work on a text"},
    {Signal::translate,   0.0F,  0.0F,  0.4F,  0.4F,  1.0F,  -0.10F, "asks for a translation"},
    {Signal::fact,        0.0F,  1.2F,  0.0F,  0.1F,  0.0F,  0.00F,  "asks for a fact"},
    {Signal::explain,     0.2F,  1.0F,  0.0F,  0.3F,  0.0F,  0.12F,  "asks why or how"},
    {Signal::science,     0.0F,  0.8F,  0.1F,  0.3F,  -0.1F, 0.06F,  "a field of knowledge"},
    {Signal::expert,      0.0F,  0.6F,  0.0F,  0.7F,  0.0F,  0.14F,  "a field where errors are costly"},
    {Signal::story,       -0.2F, -0.2F, 1.7F,  0.0F,  0.0F,  0.02F,  "asks for fiction or verse"},
    {Signal::persona,     0.0F,  -0.3F, 1.5F,  0.0F,  0.0F,  0.02F,  "asks to imagine"},
    {Signal::letter,      -0.1F, 0.0F,  1.0F,  0.1F,  0.0F,  0.03F,  "asks for prose"},
    {Signal::greeting,    -0.2F, -0.4F, -0.1F, -0.2F, 1.6F,  -0.30F, "small talk"},
    {Signal::personal,    -0.1F, -0.2F, 0.0F,  -0.1F, 0.9F,  0.00F,  ""},
    {Signal::errand,      -0.1F, -0.2F, -0.1F, -0.2F, 1.2F,  -0.05F, "an everyday errand"},
    {Signal::reasoning,   0.0F,  0.0F,  0.0F,  0.8F,  0.0F,  0.18F,  "states premises or asks for steps"},
    {Signal::parts,       0.0F,  0.0F,  0.0F,  0.0F,  0.0F,  0.10F,  "several demands"},
    {Signal::thorough,    0.0F,  0.1F,  0.1F,  0.1F,  -0.1F, 0.16F,  "asks for depth"},
    {Signal::easy,        0.0F,  0.0F,  0.0F,  0.0F,  0.0F,  -0.20F, "asks for something simple"},
    {Signal::brief,       0.0F,  0.0F,  0.0F,  0.0F,  0.1F,  -0.12F, "asks for a short answer"},
    {Signal::proceed,     0.0F,  0.0F,  0.0F,  0.0F,  0.3F,  0.00F,  ""},
    {Signal::refer,       0.0F,  0.0F,  0.0F,  0.0F,  0.1F,  0.00F,  ""},
    {Signal::keyword,     0.8F,  0.0F,  0.0F,  0.0F,  0.0F,  0.03F,  "contains code"},
    {Signal::quantity,    0.0F,  0.0F,  0.0F,  0.3F,  0.0F,  0.02F,  ""},
    {Signal::negation,    0.0F,  0.0F,  0.0F,  0.1F,  0.0F,  0.00F,  ""},
});
// clang-format on
static_assert(signal_weights.size() == signal_count);
static_assert(
    [] {
        for (std::size_t i = 0; i < signal_count; ++i) {
            if (signal_weights[i].signal != static_cast<Signal>(i)) return false;
        }
        return true;
    }(),
    "one row for each signal, in their order");

// How hard the plain case of a category is, before anything speaks; in the order of Category.
inline constexpr std::array<double, 5> base_need{0.33, 0.09, 0.18, 0.24, 0.03};
// What a category has before anything speaks: with no evidence at all a message is chat.
inline constexpr std::array<double, 5> base_score{0.0, 0.1, 0.0, 0.05, 0.35};

}  // namespace signalbox
