#include "routing/route_cache.hpp"
#include "routing/router.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace signalbox;

TimePoint const noon{};
AnalysisResult const analysis{
    .complexity = 8, .category = Category::code, .input_tokens = {1000}, .output_tokens = {900}, .need = 0.8};

ChainContext request(std::size_t bytes) {
    ChainContext context;
    context.tenant = "tenant";
    context.messages = {{Role::user, std::string(bytes, 'x')}};
    return context;
}

void RouteCacheHit(benchmark::State& state) {
    static RouteCache cache{{.capacity = 2048, .secret = {1, 2}}};
    auto const context = request(100);
    cache.store(cache.key(context, analysis, 0.5, 1),
                std::make_shared<RoutingPlan const>(RoutingPlan{.primary = "m", .epoch = 1}), noon);
    for (auto _ : state) {
        auto const key = cache.key(context, analysis, 0.5, 1);
        benchmark::DoNotOptimize(cache.find(key, 1, noon));
    }
}
BENCHMARK(RouteCacheHit)->Threads(1)->Threads(2);

void RouteCacheKey(benchmark::State& state) {
    RouteCache const cache{{.secret = {1, 2}}};
    auto const context = request(100);
    for (auto _ : state) benchmark::DoNotOptimize(cache.key(context, analysis, 0.5, 1));
}
BENCHMARK(RouteCacheKey);

void AnalysisMemoHit(benchmark::State& state) {
    RouteCache cache{{.secret = {1, 2}}};
    auto const context = request(static_cast<std::size_t>(state.range(0)));
    cache.store_analysis(context, analysis, 1, noon);
    for (auto _ : state) benchmark::DoNotOptimize(cache.find_analysis(context, 1, noon));
}
BENCHMARK(AnalysisMemoHit)->Arg(100)->Arg(1 << 10)->Arg(32 << 10);

void MakePlan(benchmark::State& state) {
    std::vector<ModelCard> cards;
    for (auto const* name :
         {"gpt-4o-mini", "gpt-4o", "claude-sonnet-4-5", "claude-haiku-4-5", "deepseek-chat", "gemini-2.5-flash"}) {
        ModelCard card;
        card.id = card.upstream_name = name;
        card.provider = "p";
        cards.push_back(std::move(card));
    }
    ModelRegistry const registry{std::move(cards)};
    RoutingPolicy const policy;
    auto const context = request(100);
    for (auto _ : state) benchmark::DoNotOptimize(make_plan(context, analysis, registry, policy, nullptr));
}
BENCHMARK(MakePlan);

}  // namespace
