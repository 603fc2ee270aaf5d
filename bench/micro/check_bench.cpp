#include "validation/check.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <string_view>

namespace {

using namespace signalbox;

// Text of the given size out of numbered variations, so that nothing in it repeats.
std::string text_of(std::string_view sentence, std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i) {
        text.append("Node ").append(std::to_string(i)).append(sentence);
        text.append(i % 4 == 3 ? "\n\n" : " ");
    }
    text.resize(bytes);
    return text;
}

// A good answer of the given size to a task of 1 KB: what nearly every request pays for.
void CheckGoodAnswer(benchmark::State& state) {
    ChainContext context;
    context.messages = {{Role::user, text_of(" keeps its keys in a map; say how two clients may share it.", 1 << 10)}};
    auto const answer = text_of(" hands the lock to the oldest waiter, which then reads the map.",
                                static_cast<std::size_t>(state.range(0)));
    AnswerView const view{.context = &context, .answer = answer};
    if (!check_answer(view).empty()) state.SkipWithError("the answer is good");
    for (auto _ : state) benchmark::DoNotOptimize(check_answer(view));
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(CheckGoodAnswer)->Arg(100)->Arg(300)->Arg(1 << 10)->Arg(16 << 10);

}  // namespace
