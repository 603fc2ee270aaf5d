#include "telemetry/genai_metrics.hpp"

namespace signalbox::telemetry {

std::array<Duration, 14> const operation_bounds{
    milliseconds{10},    milliseconds{20},    milliseconds{40},    milliseconds{80},   milliseconds{160},
    milliseconds{320},   milliseconds{640},   milliseconds{1280},  milliseconds{2560}, milliseconds{5120},
    milliseconds{10240}, milliseconds{20480}, milliseconds{40960}, milliseconds{81920}};

std::array<Duration, 16> const first_token_bounds{
    milliseconds{1},    milliseconds{5},    milliseconds{10},   milliseconds{20},
    milliseconds{40},   milliseconds{60},   milliseconds{80},   milliseconds{100},
    milliseconds{250},  milliseconds{500},  milliseconds{750},  milliseconds{1000},
    milliseconds{2500}, milliseconds{5000}, milliseconds{7500}, milliseconds{10000}};

std::array<std::int64_t, 14> const token_bounds{1,     4,     16,     64,      256,     1024,     4096,
                                                16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864};

void GenAiMetrics::called(Duration took, Usage const& usage) {
    duration.observe(took);
    if (usage.input.count > 0) input.observe(usage.input.count);
    if (usage.output.count > 0) output.observe(usage.output.count);
}

}  // namespace signalbox::telemetry
