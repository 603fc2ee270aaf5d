#pragma once

#include "routing/model_card.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox {

// What is known of models by their name. The first row whose pieces all occur in the name counts, so
// that special names stand before general ones.
struct ModelFamily {
    std::string_view pieces;  // separated by spaces; dots and other separators are written as hyphens
    Tier tier = Tier::mid;
    double quality = -1;  // 0-1; -1: by the parameter count in the name
    double input = -1;    // US dollars per million tokens; -1: unknown
    double output = -1;
    std::int64_t window = 0;      // tokens; 0: unknown
    std::int64_t max_output = 0;  // tokens; 0: unknown
    // t tools, j JSON mode, v vision; ! before one: certainly not; absent: unknown.
    // C, R, W, A: strong in code, research, creative writing, analysis.
    std::string_view traits;
};

// Prices are list prices, last compared with public price lists of 2026-07; what the configuration or the
// provider's own list says wins. A generation that is not listed has no price: it matches its family's last
// row or none.
// clang-format off: a table
inline constexpr auto model_families = std::to_array<ModelFamily>({
    // pieces                 tier             quality  input  output  window     answer   traits
    {"gpt-5-5 pro",           Tier::expensive, 0.96,    30,    180,    1'050'000, 128'000, "tjvCA"},
    {"gpt-5-5",               Tier::expensive, 0.95,    5,     30,     1'050'000, 128'000, "tjvCA"},
    {"gpt-5-4 pro",           Tier::expensive, 0.95,    30,    180,    1'050'000, 128'000, "tjvCA"},
    {"gpt-5-4 mini",          Tier::mid,       0.85,    0.75,  4.5,    400'000,   128'000, "tjv"},
    {"gpt-5-4 nano",          Tier::cheap,     0.70,    0.2,   1.25,   400'000,   128'000, "tjv"},
    {"gpt-5-4",               Tier::expensive, 0.94,    2.5,   15,     1'050'000, 128'000, "tjvCA"},
    {"gpt-5-2 pro",           Tier::expensive, 0.94,    21,    168,    400'000,   128'000, "tjvCA"},
    {"gpt-5-2",               Tier::expensive, 0.93,    1.75,  14,     400'000,   128'000, "tjvCA"},
    {"gpt-5-1 codex-mini",    Tier::cheap,     0.78,    0.25,  2,      400'000,   128'000, "tjvC"},
    {"gpt-5-1",               Tier::mid,       0.92,    1.25,  10,     400'000,   128'000, "tjvCA"},
    {"gpt-5-pro",             Tier::expensive, 0.93,    15,    120,    400'000,   128'000, "tjvA"},
    {"gpt-5-mini",            Tier::cheap,     0.80,    0.25,  2,      400'000,   128'000, "tjv"},
    {"gpt-5-nano",            Tier::cheap,     0.62,    0.05,  0.4,    400'000,   128'000, "tjv"},
    {"gpt-5-chat",            Tier::mid,       0.82,    1.25,  10,     128'000,   16'384,  "jv"},
    {"gpt-5",                 Tier::mid,       0.91,    1.25,  10,     400'000,   128'000, "tjvCA"},
    {"gpt-4-1-mini",          Tier::cheap,     0.62,    0.4,   1.6,    1'047'576, 32'768,  "tjv"},
    {"gpt-4-1-nano",          Tier::cheap,     0.42,    0.1,   0.4,    1'047'576, 32'768,  "tjv"},
    {"gpt-4-1",               Tier::mid,       0.76,    2,     8,      1'047'576, 32'768,  "tjvC"},
    {"gpt-4o-mini",           Tier::cheap,     0.50,    0.15,  0.6,    128'000,   16'384,  "tjv"},
    {"gpt-4o",                Tier::mid,       0.70,    2.5,   10,     128'000,   16'384,  "tjvW"},
    {"gpt-4-turbo",           Tier::expensive, 0.66,    10,    30,     128'000,   4'096,   "tjv"},
    {"gpt-4-1106",            Tier::expensive, 0.66,    10,    30,     128'000,   4'096,   "tj!v"},
    {"gpt-4",                 Tier::expensive, 0.62,    30,    60,     8'192,     4'096,   "t!v"},
    {"gpt-3-5-turbo",         Tier::cheap,     0.35,    0.5,   1.5,    16'385,    4'096,   "tj!v"},
    {"gpt-oss",               Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "tj!v"},
    {"o1-mini",               Tier::mid,       0.70,    1.1,   4.4,    128'000,   65'536,  "!t!vA"},
    {"o1-pro",                Tier::expensive, 0.88,    150,   600,    200'000,   100'000, "tvA"},
    {"o1",                    Tier::expensive, 0.85,    15,    60,     200'000,   100'000, "tjvA"},
    {"o3-mini",               Tier::mid,       0.80,    1.1,   4.4,    200'000,   100'000, "tj!vA"},
    {"o3-pro",                Tier::expensive, 0.91,    20,    80,     200'000,   100'000, "tjvA"},
    {"o3",                    Tier::mid,       0.89,    2,     8,      200'000,   100'000, "tjvA"},
    {"o4-mini",               Tier::mid,       0.84,    1.1,   4.4,    200'000,   100'000, "tjvA"},
    {"claude opus-5",         Tier::expensive, 0.96,    5,     25,     1'000'000, 128'000, "tvCWA"},
    {"claude opus-4-8",       Tier::expensive, 0.95,    5,     25,     1'000'000, 128'000, "tvCWA"},
    {"claude opus-4-7",       Tier::expensive, 0.95,    5,     25,     1'000'000, 128'000, "tvCWA"},
    {"claude opus-4-6",       Tier::expensive, 0.95,    5,     25,     1'000'000, 128'000, "tvCWA"},
    {"claude opus-4-5",       Tier::expensive, 0.94,    5,     25,     200'000,   64'000,  "tvCWA"},
    {"claude opus-4-1",       Tier::expensive, 0.92,    15,    75,     200'000,   32'000,  "tvCWA"},
    {"claude opus-4",         Tier::expensive, 0.91,    15,    75,     200'000,   32'000,  "tvCWA"},
    {"claude-3-opus",         Tier::expensive, 0.68,    15,    75,     200'000,   4'096,   "tvW"},
    {"claude sonnet-5",       Tier::mid,       0.93,    2,     10,     1'000'000, 128'000, "tvCW"},
    {"claude sonnet-4-6",     Tier::mid,       0.92,    3,     15,     1'000'000, 64'000,  "tvCW"},
    {"claude sonnet-4-5",     Tier::mid,       0.90,    3,     15,     200'000,   64'000,  "tvCW"},
    {"claude sonnet-4",       Tier::mid,       0.87,    3,     15,     200'000,   64'000,  "tvCW"},
    {"claude-3-7-sonnet",     Tier::mid,       0.82,    3,     15,     200'000,   64'000,  "tvCW"},
    {"claude-3-5-sonnet",     Tier::mid,       0.76,    3,     15,     200'000,   8'192,   "tvCW"},
    {"claude haiku-4-5",      Tier::cheap,     0.78,    1,     5,      200'000,   64'000,  "tvC"},
    {"claude-3-5-haiku",      Tier::cheap,     0.56,    0.8,   4,      200'000,   8'192,   "tv"},
    {"claude-3-haiku",        Tier::cheap,     0.40,    0.25,  1.25,   200'000,   4'096,   "tv"},
    {"claude opus",           Tier::expensive, 0.90,    -1,    -1,     200'000,   0,       "tvCWA"},
    {"claude sonnet",         Tier::mid,       0.85,    -1,    -1,     200'000,   0,       "tvCW"},
    {"claude haiku",          Tier::cheap,     0.60,    -1,    -1,     200'000,   0,       "tv"},
    {"deepseek-r1 distill",   Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "!vA"},
    {"deepseek-reasoner",     Tier::cheap,     0.86,    0.28,  0.42,   131'072,   65'536,  "tj!vCA"},
    {"deepseek-r1",           Tier::mid,       0.84,    -1,    -1,     131'072,   0,       "!vCA"},
    {"deepseek-chat",         Tier::cheap,     0.78,    0.28,  0.42,   131'072,   8'192,   "tj!vC"},
    {"deepseek-v4-pro",       Tier::mid,       0.88,    0.435, 0.87,   1'000'000, 0,       "tj!vC"},
    {"deepseek-v4-flash",     Tier::cheap,     0.80,    0.14,  0.28,   1'000'000, 0,       "tj!vC"},
    {"deepseek-v3",           Tier::mid,       0.76,    -1,    -1,     131'072,   0,       "tj!vC"},
    {"gemini-3-pro",          Tier::mid,       0.93,    2,     12,     1'048'576, 65'536,  "tjvRA"},
    {"gemini-3-flash",        Tier::cheap,     0.84,    0.5,   3,      1'048'576, 65'536,  "tjvR"},
    {"gemini-2-5-pro",        Tier::mid,       0.88,    1.25,  10,     1'048'576, 65'536,  "tjvRA"},
    {"gemini-2-5-flash-lite", Tier::cheap,     0.58,    0.1,   0.4,    1'048'576, 65'536,  "tjv"},
    {"gemini-2-5-flash",      Tier::cheap,     0.75,    0.3,   2.5,    1'048'576, 65'536,  "tjvR"},
    {"gemini-2-0-flash-lite", Tier::cheap,     0.48,    0.075, 0.3,    1'048'576, 8'192,   "tjv"},
    {"gemini-2-0-flash",      Tier::cheap,     0.60,    0.1,   0.4,    1'048'576, 8'192,   "tjv"},
    {"gemini-1-5-pro",        Tier::mid,       0.66,    1.25,  5,      2'097'152, 8'192,   "tjv"},
    {"gemini-1-5-flash",      Tier::cheap,     0.48,    0.075, 0.3,    1'048'576, 8'192,   "tjv"},
    {"gemini pro",            Tier::mid,       0.85,    -1,    -1,     1'000'000, 0,       "tjv"},
    {"gemini flash",          Tier::cheap,     0.65,    -1,    -1,     1'000'000, 0,       "tjv"},
    {"mistral-large",         Tier::mid,       0.72,    2,     6,      128'000,   0,       "tj"},
    {"mistral-medium",        Tier::mid,       0.70,    0.4,   2,      128'000,   0,       "tj"},
    {"mistral-small",         Tier::cheap,     0.52,    0.1,   0.3,    128'000,   0,       "tj"},
    {"codestral",             Tier::cheap,     0.55,    0.3,   0.9,    256'000,   0,       "tj!vC"},
    {"mixtral 8x22b",         Tier::mid,       0.45,    -1,    -1,     65'536,    0,       "!v"},
    {"mixtral",               Tier::cheap,     -1,      -1,    -1,     32'768,    0,       "!v"},
    {"mistral",               Tier::cheap,     -1,      -1,    -1,     0,         0,       ""},
    {"llama3-1",              Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "t!v"},
    {"llama3-2",              Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "t"},
    {"llama3-3",              Tier::mid,       -1,      -1,    -1,     131'072,   0,       "t!v"},
    {"llama 3-1",             Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "t!v"},
    {"llama 3-2",             Tier::cheap,     -1,      -1,    -1,     131'072,   0,       "t"},
    {"llama 3-3",             Tier::mid,       -1,      -1,    -1,     131'072,   0,       "t!v"},
    {"llama4",                Tier::mid,       0.66,    -1,    -1,     0,         0,       "tv"},
    {"llama 4",               Tier::mid,       0.66,    -1,    -1,     0,         0,       "tv"},
    {"llama3",                Tier::cheap,     -1,      -1,    -1,     8'192,     0,       "!v"},
    {"llama",                 Tier::cheap,     -1,      -1,    -1,     0,         0,       ""},
    {"qwen coder",            Tier::cheap,     -1,      -1,    -1,     0,         0,       "t!vC"},
    {"qwen vl",               Tier::cheap,     -1,      -1,    -1,     0,         0,       "v"},
    {"qwen-max",              Tier::mid,       0.74,    1.6,   6.4,    32'768,    8'192,   "tj!v"},
    {"qwq",                   Tier::mid,       0.72,    -1,    -1,     131'072,   0,       "t!vA"},
    {"qwen",                  Tier::cheap,     -1,      -1,    -1,     0,         0,       "t"},
    {"phi-4",                 Tier::cheap,     0.45,    -1,    -1,     16'384,    0,       ""},
    {"phi",                   Tier::cheap,     0.30,    -1,    -1,     0,         0,       ""},
    {"gemma",                 Tier::cheap,     -1,      -1,    -1,     0,         0,       ""},
    {"command-r-plus",        Tier::mid,       0.55,    2.5,   10,     128'000,   4'000,   "t!vR"},
    {"command-r",             Tier::cheap,     0.40,    0.15,  0.6,    128'000,   4'000,   "t!vR"},
    {"command-a",             Tier::mid,       0.65,    2.5,   10,     256'000,   8'000,   "t!vR"},
});
// clang-format on

}  // namespace signalbox
