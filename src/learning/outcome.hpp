#pragma once

#include "core/analysis_result.hpp"
#include "core/money.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace signalbox {

// Where the opinion of an answer comes from.
enum class OutcomeSource : std::uint8_t {
    checks,     // the deterministic checks alone
    judge,      // a model that judged it
    feedback,   // a score that its reader gave
    preferred,  // its reader took one of two answers
    escalated,  // it was poor, and a better model was asked in its place
};
inline constexpr std::array<std::string_view, 5> outcome_source_names{"checks", "judge", "feedback", "preferred",
                                                                      "escalated"};
[[nodiscard]] constexpr auto const& enum_names(OutcomeSource) { return outcome_source_names; }

// Said by a caller; the others are measured here.
[[nodiscard]] constexpr bool is_told(OutcomeSource source) {
    return source == OutcomeSource::feedback || source == OutcomeSource::preferred;
}

// A model as outcomes name it: a hash of its id, so that models may come and go.
using ModelTag = std::uint64_t;
[[nodiscard]] ModelTag model_tag(std::string_view model_id);

// The design row of a message in the form that is kept: numbers alone, from which no text can be read back.
struct OutcomeRow {
    static constexpr std::size_t max_cells = 256;
    static constexpr std::size_t max_dense = 512;
    static constexpr float cell_unit = 1.0F / 32'767;  // values lie between -1 and 1

    struct Cell {
        std::uint16_t bin = 0;
        std::int16_t value = 0;  // in cell_units
        friend bool operator==(Cell const&, Cell const&) = default;
    };
    std::vector<Cell> cells;
    std::vector<float> dense;
    friend bool operator==(OutcomeRow const&, OutcomeRow const&) = default;
};

// Names one statement about a run: what was measured of an attempt (its number, up to 7), or what was told. Of `run`,
// a keyed hash of the request's id, the upper bits stay.
inline constexpr unsigned told_of_run = 8;        // its own rating
inline constexpr unsigned told_of_other_run = 9;  // that another run's answer is better
[[nodiscard]] constexpr std::uint64_t outcome_id(std::uint64_t run, unsigned statement) {
    return (run & ~std::uint64_t{15}) | (statement & 15U);
}
[[nodiscard]] constexpr std::uint64_t run_of(std::uint64_t outcome_id) { return outcome_id >> 4; }

// What became of one answer: what routing had expected and what was found. No text, no address, no id of a
// client in clear. Two outcomes with one id are one: the later one counts.
struct Outcome {
    std::uint64_t id = 0;     // of outcome_id()
    std::int64_t at = 0;      // seconds since 1970
    std::uint64_t party = 0;  // keyed hash of the API key's id; 0: the request had none
    ModelTag model = 0;
    Category category = Category::chat;
    OutcomeSource source = OutcomeSource::checks;
    bool explored = false;           // the model was tried out, not chosen
    float score = 0;                 // 0-1: how good the answer was
    float weight = 0;                // 0-1: how much that says
    float predicted = 0;             // 0-1: the chance of a good answer, as routing saw it
    float prior = 0;                 // log-odds of one by the model's facts and the analysis
    float strength = 0;              // of the model by its facts: 0 a small reference model's, 1 a large one's
    float bonus = 0;                 // log-odds of the prior that come from the model's strengths
    float propensity = 1;            // the chance with which this model was taken
    std::optional<MicroUsd> cost{};  // absent: unknown
    OutcomeRow row{};
    friend bool operator==(Outcome const&, Outcome const&) = default;
};

}  // namespace signalbox
