#include "routing/route_basis.hpp"

#include <algorithm>
#include <bit>

namespace signalbox {

Tokens size_class(Tokens tokens) {
    constexpr std::uint64_t smallest = 64;
    constexpr std::uint64_t coarse_up_to = 4096;
    constexpr std::int64_t largest = 1LL << 40;
    auto const count = static_cast<std::uint64_t>(std::clamp<std::int64_t>(tokens.count, 0, largest));
    if (count <= coarse_up_to) return {static_cast<std::int64_t>(std::bit_ceil(std::max(count, smallest)))};
    auto const step = std::bit_floor(count) / 8;
    return {static_cast<std::int64_t>((count + step - 1) / step * step)};
}

RouteBasis route_basis(ChainContext const& context, AnalysisResult const& analysis, double quality) {
    auto output = size_class(analysis.output_tokens);
    if (context.max_output_tokens) output = std::min(output, Tokens{*context.max_output_tokens});
    auto const step = static_cast<int>(analysis.need * RouteBasis::need_steps);
    return {.category = analysis.category,
            .complexity = analysis.complexity,
            .capabilities = analysis.capabilities,
            .need_step = std::clamp(step, 0, RouteBasis::need_steps - 1),
            .input = size_class(analysis.input_tokens),
            .output = output,
            .quality = quality};
}

}  // namespace signalbox
