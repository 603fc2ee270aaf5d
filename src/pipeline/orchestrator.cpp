#include "pipeline/orchestrator.hpp"

#include "pipeline/chain_run.hpp"
#include "routing/router.hpp"

#include <utility>

namespace signalbox {

namespace {

class Unheard final : public EventSink {
public:
    void publish(Event const&) override {}
};

}  // namespace

ChainOrchestrator::ChainOrchestrator(Time& time, RouteCache& cache, std::shared_ptr<Snapshot const> snapshot,
                                     std::shared_ptr<Providers const> providers, std::uint64_t seed)
    : time_{time}, cache_{cache}, snapshot_{std::move(snapshot)}, providers_{std::move(providers)}, random_{seed} {}

Task<Result<ChainResult>> ChainOrchestrator::orchestrate(ChainContext const& context, Cancellation& cancellation) {
    Unheard unheard;
    auto answer = co_await run(context, unheard, cancellation);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return std::move(**answer);
}

// No coroutine of its own: its frame would only pass the answer on.
Task<ChainAnswer> ChainOrchestrator::run(ChainContext const& context, EventSink& sink, Cancellation& cancellation,
                                         RunRights rights) {
    RunParts parts{.time = time_,
                   .cache = cache_,
                   .snapshot = rights.view ? std::move(rights.view) : snapshot_,
                   .providers = providers_,
                   .random = random_,
                   .purse = rights.purse,
                   .outcomes = rights.outcomes,
                   .records = rights.records,
                   .shared = shared_,
                   .key = rights.key};
    bool const reviewed = parts.snapshot->chain.analyzer.on() && is_routing_name(context.model);
    auto made = std::make_unique<ChainRun>(std::move(parts), context, sink, cancellation);
    if (shared_ != nullptr) return ChainRun::go_shared(std::move(made), reviewed ? &analyzer_desk_ : nullptr);
    return reviewed ? ChainRun::go_reviewed(std::move(made), analyzer_desk_) : ChainRun::go(std::move(made));
}

EventStream ChainOrchestrator::orchestrate_stream(ChainContext context) {
    return start_event_stream(*this, time_, std::move(context), snapshot_->chain.emoji);
}

Result<Decision> ChainOrchestrator::dry_run(ChainContext const& context, Snapshot const* view) const {
    return preview(context, view != nullptr ? *view : *snapshot_, cache_, time_.now());
}

Result<Decision> ChainOrchestrator::warm(ChainContext const& context, Snapshot const* view) {
    auto const& snapshot = view != nullptr ? *view : *snapshot_;
    return warm(context, analysis_of(context, snapshot, cache_, time_.now()), view);
}

Result<Decision> ChainOrchestrator::warm(ChainContext const& context, AnalysisResult const& analysis,
                                         Snapshot const* view) {
    auto const& snapshot = view != nullptr ? *view : *snapshot_;
    return decide_by(analysis, context, snapshot, cache_, time_.now(), random_);
}

void ChainOrchestrator::reconfigure(std::shared_ptr<Snapshot const> snapshot,
                                    std::shared_ptr<Providers const> providers) {
    snapshot_ = std::move(snapshot);
    providers_ = std::move(providers);
}

CacheStats ChainOrchestrator::cache_stats() const { return cache_.stats(time_.now()); }

std::size_t ChainOrchestrator::clear_cache() { return cache_.clear(); }

}  // namespace signalbox
