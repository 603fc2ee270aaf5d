#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "learning/learning_state.hpp"
#include "pipeline/decision_log.hpp"
#include "telemetry/counter.hpp"
#include "telemetry/genai_metrics.hpp"
#include "telemetry/histogram.hpp"
#include "telemetry/redis_counters.hpp"
#include "telemetry/shared_route_counters.hpp"
#include "telemetry/totals.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox::telemetry {

// Bounds for whole requests and first tokens, and for the time this program itself adds.
extern std::array<Duration, 15> const request_bounds;
extern std::array<Duration, 14> const overhead_bounds;

// What calls of one kind used up.
struct Spending {
    Counter input;
    Counter output;
    Counter cached;
    Counter reasoning;
    Counter micro_usd;
    void add(Usage const& usage, std::optional<MicroUsd> cost);
};

// What is counted for each model.
struct ModelMetrics {
    explicit ModelMetrics(std::string model) : id{std::move(model)} {}
    std::string id;
    Counter ok;
    Counter rejected;                                             // stopped or refused by our own checks
    Counter lost;                                                 // cancelled because another answer was first
    std::array<Counter, errc_count> failed;                       // by Errc
    std::array<Spending, call_kind_names.size()> spent;           // by CallKind
    std::array<GenAiMetrics, operation_names.size()> operations;  // by Operation
    [[nodiscard]] Spending& spent_on(CallKind kind) { return spent[static_cast<std::size_t>(kind)]; }
};

// What is counted for each route template.
struct RouteMetrics {
    explicit RouteMetrics(std::string path) : route{std::move(path)} {}
    std::string route;
    std::array<Counter, 5> by_class;  // 1xx ... 5xx
    Histogram duration{request_bounds};
    void answered(int status, Duration took);
};

// How a model is doing. Views live until the page is rendered.
struct ModelGauge {
    std::string_view model;
    std::string_view provider{};
    std::string_view breaker;  // "closed", "half_open" or "open"
    double left_alone_s = 0;   // how long it is not called
};

// What an API key has used. Views live until the page is rendered.
struct KeyGauge {
    std::string_view key;       // its id
    std::int64_t admitted = 0;  // requests
    std::int64_t refused = 0;   // by its own limits
    std::int64_t tokens = 0;
    MicroUsd spent{};
};

// How the spans fare that are exported.
struct SpanCounts {
    std::int64_t exported = 0;
    std::int64_t dropped = 0;
    std::int64_t failed = 0;  // exports
};

// Numbers that are read when somebody asks, not counted.
struct Gauges {
    std::int64_t connections = 0;
    std::int64_t in_flight = 0;
    std::uint64_t cache_hits = 0;
    std::uint64_t cache_misses = 0;
    std::size_t cache_entries = 0;
    std::vector<ModelGauge> models{};         // at most max_models are shown
    std::vector<KeyGauge> keys{};             // at most max_keys
    std::optional<LearningState> learning{};  // absent: nothing is learned
    std::optional<RecordCounts> records{};    // absent: none are kept
    std::optional<SpanCounts> spans{};        // absent: nobody wants any

    // Of a model that is configured now; "other" for one that is not any more.
    [[nodiscard]] std::string_view provider_of(std::string_view model) const;
};

// Everything this process counts. Labels come from the configuration alone: model ids of events are
// registry ids, routes are templates; beyond `max_models` and `max_routes` they count as "other".
// Threads: safe from all loops. References it gives live as long as it does.
class Metrics {
public:
    static constexpr std::size_t max_models = 256;
    static constexpr std::size_t max_routes = 64;
    static constexpr std::size_t max_keys = 256;

    explicit Metrics(std::string version);
    Metrics(Metrics const&) = delete;
    Metrics& operator=(Metrics const&) = delete;

    // Both find or add. A known model is found without a lock.
    [[nodiscard]] ModelMetrics& model(std::string_view id);
    [[nodiscard]] RouteMetrics& route(std::string_view path);

    Histogram first_token{request_bounds};
    Histogram overhead{overhead_bounds};  // from the request to the start of its first attempt
    Histogram own_time{overhead_bounds};  // of a run, what was not waiting for a model
    Counter routed_micro_usd;             // of routed runs with an answer, where the next one is known too
    Counter strongest_micro_usd;          // what the best model would have cost them
    Counter escalations;
    Counter fallbacks;
    std::array<Counter, 3> validations;                       // by Verdict
    std::array<Counter, side_outcome_names.size()> analyses;  // calls to the analyzing model, by SideOutcome
    std::array<Counter, errc_count> rejected;                 // requests refused before any work, by Errc
    Counter connections_refused;                              // at the connection cap or without descriptors
    Counter cancelled;                                        // clients that left during their run
    Counter internal_errors;
    Counter lists_taken;                      // model lists of providers that came and were believed
    Counter lists_failed;                     // and that did not, or were not
    std::atomic<std::int64_t> facts_held{0};  // how many facts of them are held back now
    RedisCounters redis;
    SharedRouteCounters shared_routes;

    // Everything counted so far, of the requests on `routes`.
    [[nodiscard]] Totals totals(std::span<std::string_view const> routes) const;
    // The whole exposition, appended to `out`.
    void render(std::string& out, Gauges const& gauges) const;

private:
    using Index = std::unordered_map<std::string_view, ModelMetrics*>;
    ModelMetrics& add_model(std::string_view id);

    std::string version_;
    mutable std::mutex mutex_;         // guards the lists; not taken on the hot path
    std::deque<ModelMetrics> models_;  // the first one is "other"
    std::deque<RouteMetrics> routes_;  // likewise
    std::atomic<Index const*> index_;
    std::vector<std::unique_ptr<Index const>> indexes_;  // older ones are kept: a loop may still read them
};

}  // namespace signalbox::telemetry
