#include "validation/check.hpp"
#include "validation/progressive_checks.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using namespace signalbox;

// The given size of a task as people write them.
std::string task_of(std::size_t bytes) {
    constexpr std::string_view paragraph =
        "Our service keeps its sessions in one map behind a lock, and at about 12,000 requests per second its clients "
        "begin to wait for each other. Explain how we could share the map between threads without that, and what it "
        "would cost us in memory. Would you shard it, copy it, or do something else? ";
    std::string text;
    while (text.size() < bytes) text.append(paragraph.substr(0, bytes - text.size()));
    return text;
}

// The given size of prose in paragraphs, numbered so that nothing in it repeats.
std::string answer_of(std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i) {
        text.append("Shard ").append(std::to_string(i)).append(" hands its lock to the oldest waiter, who reads it.");
        text.append(i % 4 == 3 ? "\n\n" : " ");
    }
    text.resize(bytes);
    return text;
}

// A good answer of the given size to a task of 1 KB: what nearly every request pays for.
void CheckGoodAnswer(benchmark::State& state) {
    ChainContext context;
    context.messages = {{Role::user, task_of(1 << 10)}};
    auto const answer = answer_of(static_cast<std::size_t>(state.range(0)));
    AnswerView const view{.context = &context, .answer = answer};
    if (!check_answer(view).empty()) state.SkipWithError("the answer is good");
    for (auto _ : state) benchmark::DoNotOptimize(check_answer(view));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(CheckGoodAnswer)->Arg(100)->Arg(300)->Arg(1 << 10)->Arg(16 << 10);

// The same to a question of one sentence, whose language counts.
void CheckShortQuestion(benchmark::State& state) {
    ChainContext context;
    context.messages = {{Role::user, task_of(110)}};
    auto const answer = answer_of(static_cast<std::size_t>(state.range(0)));
    AnswerView const view{.context = &context, .answer = answer};
    if (!check_answer(view).empty()) state.SkipWithError("the answer is good");
    for (auto _ : state) benchmark::DoNotOptimize(check_answer(view));
}
BENCHMARK(CheckShortQuestion)->Arg(300);

// What watching a good answer adds while it streams, in tokens of five bytes.
void WatchGoodAnswer(benchmark::State& state) {
    ChainContext context;
    context.messages = {{Role::user, task_of(static_cast<std::size_t>(state.range(1)))}};
    auto const answer = answer_of(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        ProgressiveChecks checks{context};
        for (std::string_view rest = answer; !rest.empty(); rest.remove_prefix(std::min<std::size_t>(5, rest.size())))
            if (checks.feed(rest.substr(0, 5))) state.SkipWithError("the answer is good");
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
    state.counters["ns/KB"] = benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)) / 1024 / 1e9,
                                                 benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(WatchGoodAnswer)->Args({300, 110})->Args({4 << 10, 110})->Args({64 << 10, 110})->Args({64 << 10, 1 << 10});

}  // namespace
