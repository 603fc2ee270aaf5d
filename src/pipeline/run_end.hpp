#pragma once

#include "core/chain_result.hpp"
#include "core/keyed_hash.hpp"
#include "learning/recent_runs.hpp"
#include "pipeline/snapshot.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

struct RunScope;

// What a run leaves behind for its routing record: numbers and shared, immutable parts, taken together once at its
// end and as cheaply as can be. Whoever writes the record looks up the rest, on a thread of its own.
// Invariant: no word of the prompt or of an answer.
struct RunEnd {
    struct Attempt {
        CallKind kind = CallKind::answer;
        std::string model;
        std::optional<Errc> error;
        std::optional<double> score;  // absent: nobody could tell
        bool rejected = false;
        bool stopped = false;
        bool lost = false;
        Usage usage;
        std::optional<MicroUsd> cost;
        Duration latency{};
    };

    RunId id{};
    TimePoint ended{};
    std::shared_ptr<Snapshot const> snapshot;
    SharedPlan plan;
    AnalysisResult analysis;
    std::uint64_t party = 0;    // keyed hash of the API key's id; 0: no key
    std::uint64_t message = 0;  // keyed hash of the last message's size, first and last bytes
    std::int64_t message_bytes = 0;
    std::int64_t prompt_bytes = 0;  // all messages together
    std::int64_t messages = 0;
    double quality = 0;  // the knob that counted
    bool needs_tools = false;
    bool needs_json = false;
    bool needs_vision = false;
    bool cache_hit = false;
    bool direct = false;
    bool validated = false;
    int retries = 0;
    std::string model;             // whose answer it was; empty: none
    std::optional<Errc> error;     // absent: there was an answer
    std::optional<double> score;   // 0-10, of the answer
    Usage answer;                  // of the answer alone
    Usage usage;                   // of all attempts
    std::optional<MicroUsd> cost;  // of all calls; absent: a price is unknown
    std::optional<Duration> first_token;
    Duration latency{};
    std::vector<Attempt> attempts;
};

// Whose a record is: by this alone keys tell their own records from others. Empty: 0.
[[nodiscard]] std::uint64_t party_of(std::string_view key, KeyedHash::Key const& secret);

// Nothing for a run whose request id is none of ours, or that was never routed. `result` null: it failed with `error`.
[[nodiscard]] std::optional<RunEnd> run_end(RunScope const& run, ChainResult const* result, Error const* error,
                                            KeyedHash::Key const& secret);

}  // namespace signalbox
