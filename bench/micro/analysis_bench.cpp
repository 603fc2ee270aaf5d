#include "analysis/builtin_analyzer.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace {

using namespace signalbox;

// Prose with code in it, as people paste it, of the given size.
std::string text_of(std::size_t bytes) {
    constexpr std::string_view paragraph =
        "Please compare the two approaches below and explain which one is better for a service that handles 12,000 "
        "requests per second. The first one keeps a lock around the map:\n```cpp\nstd::scoped_lock lock{mutex_};\n"
        "map_[key] = value;\n```\nThe second one shards it by hash, as described at https://example.com/sharding.\n"
        "1. What are the trade-offs?\n2. Which failure modes differ, and why?\n";
    std::string text;
    while (text.size() < bytes) text.append(paragraph.substr(0, bytes - text.size()));
    return text;
}

void analyze(benchmark::State& state, ChainContext const& context) {
    BuiltinAnalyzer const analyzer;
    for (auto _ : state) benchmark::DoNotOptimize(analyzer.analyze(context));
}

void Analyze(benchmark::State& state) {
    ChainContext context;
    context.messages = {{Role::user, text_of(static_cast<std::size_t>(state.range(0)))}};
    analyze(state, context);
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Analyze)->Arg(32)->Arg(1 << 10)->Arg(5 << 10)->Arg(32 << 10)->Arg(1 << 20);

void AnalyzeFollowUp(benchmark::State& state) {
    ChainContext context;
    context.messages = {
        {Role::user, text_of(1 << 10)}, {Role::assistant, text_of(4 << 10)}, {Role::user, "yes, do it"}};
    analyze(state, context);
}
BENCHMARK(AnalyzeFollowUp);

void AnalyzeLongConversation(benchmark::State& state) {
    ChainContext context;
    context.messages.assign(1000, {Role::assistant, text_of(1 << 10)});
    context.messages.push_back({Role::user, text_of(1 << 10)});
    analyze(state, context);
}
BENCHMARK(AnalyzeLongConversation);

}  // namespace
