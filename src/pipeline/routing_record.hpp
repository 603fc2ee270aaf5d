#pragma once

#include "core/analysis_result.hpp"
#include "core/chain_context.hpp"
#include "core/chain_result.hpp"
#include "learning/recent_runs.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace signalbox {

struct RunEnd;

// How a run ended.
enum class RunFate : std::uint8_t { answered, failed, cancelled };
inline constexpr std::array<std::string_view, 3> run_fate_names{"answered", "failed", "cancelled"};
[[nodiscard]] constexpr auto const& enum_names(RunFate) { return run_fate_names; }

// One routing decision and what became of it, as it is kept: numbers, names of models and of enumerations, random
// ids and keyed hashes. No prompt, no answer, no address.
struct RoutingRecord {
    std::int64_t number = 0;  // the store's: counts up in the order of writing; 0: not written yet
    RunId id{};
    std::int64_t at = 0;      // when it ended, milliseconds since 1970
    std::uint64_t party = 0;  // keyed hash of the API key's id; 0: none
    std::uint64_t message = 0;
    std::int64_t message_bytes = 0;
    std::int64_t prompt_bytes = 0;
    std::int64_t messages = 0;
    AnalysisResult analysis;  // without its reasons
    double quality = 0;       // the knob that counted
    bool needs_tools = false;
    bool needs_json = false;
    bool needs_vision = false;
    std::uint64_t epoch = 0;    // of configuration, models and analyzer
    std::uint64_t weights = 0;  // of the analyzer
    std::string primary;        // what routing chose
    std::string model;          // whose answer it was; without an answer the last one that was asked
    Strategy strategy = Strategy::single;
    bool cached = false;
    bool direct = false;  // the caller named the model
    bool fast_path = false;
    bool validated = false;
    double explored = 0;  // the chance with which the primary was drawn, to learn from; 0: it was chosen
    RunFate fate = RunFate::answered;
    std::string error;  // its code; empty: none
    std::optional<double> score;
    std::optional<double> feedback;  // 0-1, what its reader said; 1 and 0 too for the better and the worse of two
    int retries = 0;
    std::optional<MicroUsd> cost;
    std::string strongest;                   // the best of all that could have served; empty: nobody asked that
    std::optional<MicroUsd> strongest_cost;  // what its answer of this size would have cost
    std::int64_t prompt_tokens = 0;          // of all attempts
    std::int64_t completion_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::optional<double> first_token_ms;
    double total_ms = 0;
    std::string attempts = "[]";     // JSON, as GET /api/decisions shows it
    std::string candidates = "[]";   // JSON, as POST /api/route shows it
    std::optional<std::string> arm;  // of an experiment
};

// `at`: milliseconds since 1970. Looks up names and prices: for a thread that nobody waits for.
[[nodiscard]] RoutingRecord record_of(RunEnd const& end, std::int64_t at);

}  // namespace signalbox
