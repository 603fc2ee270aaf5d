#include "providers/openai_stream.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace signalbox {
namespace {

constexpr std::string_view head =
    R"(data: {"id":"chatcmpl-9xKq3ZbT7","object":"chat.completion.chunk","created":1795418360,"model":"gpt-4o-mini",)"
    R"("system_fingerprint":"fp_0ba0d124f1","choices":[{"index":0,"delta":{)";
constexpr std::string_view open = R"(},"logprobs":null,"finish_reason":null}]})"
                                  "\n\n";
constexpr std::string_view stop = R"(},"logprobs":null,"finish_reason":"stop"}]})"
                                  "\n\n";
constexpr int words = 97;  // with role, finish and [DONE]: 100 events

std::string answer() {
    std::string bytes;
    bytes.append(head).append(R"("role":"assistant","content":"")").append(open);
    for (int i = 0; i < words; ++i) {
        bytes.append(head).append(R"("content":" word)").append(std::to_string(i)).append("\"").append(open);
    }
    return bytes.append(head).append(stop).append("data: [DONE]\n\n");
}

// One answer in reads of `range` bytes each.
void BM_ProviderStream(benchmark::State& state) {
    auto const bytes = answer();
    auto const read = static_cast<std::size_t>(state.range(0));
    wire::JsonReader reader;
    SpareText spare;
    for (auto _ : state) {
        OpenAiStream stream{reader, spare};
        for (std::string_view rest = bytes; !rest.empty(); rest.remove_prefix(std::min(read, rest.size()))) {
            benchmark::DoNotOptimize(stream.feed(rest.substr(0, read)).has_value());
            if (!stream.ready()) continue;
            benchmark::DoNotOptimize(stream.delta().frames.data());
            stream.taken();
        }
    }
    state.SetItemsProcessed(state.iterations() * (words + 3));
}
BENCHMARK(BM_ProviderStream)->Arg(256)->Arg(2048)->Arg(16384);

}  // namespace
}  // namespace signalbox
