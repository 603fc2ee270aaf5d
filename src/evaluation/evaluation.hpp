#pragma once

#include "core/enum_text.hpp"
#include "evaluation/curve.hpp"
#include "evaluation/figure.hpp"
#include "evaluation/outcomes.hpp"
#include "evaluation/recovery.hpp"
#include "evaluation/verdict.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

// A router measured on known outcomes, beside what needs no skill (random, prompt length, the shuffled control) and
// what nobody can beat (the oracle). Pure and single-threaded; equal seeds give equal figures.
namespace signalbox::evaluation {

enum class Contender : std::uint8_t {
    ours,
    length,    // log of the number of words
    random,    // one draw of scores
    shuffled,  // our scores dealt out at random, many times: its interval is the band of chance
    oracle,    // knows the outcomes
};
inline constexpr std::array<std::string_view, 5> contender_names{"ours", "length", "random", "shuffled", "oracle"};
[[nodiscard]] constexpr auto const& enum_names(Contender) { return contender_names; }

struct ContenderFigures {
    Figure apgr;
    Figure cpt50;  // percent of strong calls
    Figure cpt80;
    Figure share;  // of strong calls at the target quality, 0-1
    Figure cost;   // there, in parts of all-strong
};

struct Options {
    int resamples = 1'000;  // of the bootstrap, and shuffles
    std::uint64_t seed = 1;
    double good = 0.5;     // an answer is good from this quality on
    double target = 0.95;  // of the strong model's quality
};

struct Curves {
    std::vector<CurvePoint> ours, length, oracle;
    std::vector<CurvePoint> chance_low, chance_high;  // the middle 95 % of shuffles at each share
};

struct Evaluation {
    std::size_t prompts = 0;
    std::size_t informative = 0;  // the two models' answers differ in quality
    Figure weak, strong;          // mean quality: all-cheap and all-strong
    double weak_cost = 0;         // of all-cheap, in parts of all-strong
    std::array<ContenderFigures, contender_names.size()> contenders;
    std::optional<Recovery> grid;  // ours, on RouteLLM's eleven thresholds
    Figure auc_need;               // of need, for "the weak model fails where the strong one does not"
    Figure auc_weak_ok;            // of the chance that the weak model is good; without it, of falling need
    Figure ece;                    // of that chance; absent where it is not said
    Figure over_shuffled;          // APGR beyond the shuffled control
    Figure over_length;            // APGR beyond prompt length
    double chance = 1;             // that a shuffled control is as good as ours
    Judgement judgement;
    Curves curves;
};

// Told now and then how much of the work is done.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// `words`: of each prompt. REQUIRES: at least one prompt; all lists equally long.
[[nodiscard]] Evaluation evaluate(Outcomes const& outcomes, Opinions const& opinions,
                                  std::span<std::size_t const> words, Options const& options, Progress const& progress);

}  // namespace signalbox::evaluation
