#pragma once

#include "core/money.hpp"
#include "telemetry/histogram.hpp"

#include <array>
#include <string_view>

namespace signalbox::telemetry {

// Buckets as OpenTelemetry's semantic conventions for generative AI advise them.
extern std::array<Duration, 14> const operation_bounds;
extern std::array<Duration, 16> const first_token_bounds;
extern std::array<std::int64_t, 14> const token_bounds;

enum class Operation : std::uint8_t { chat, embeddings };
inline constexpr std::array<std::string_view, 2> operation_names{"chat", "embeddings"};

// What those conventions count of one kind of call to one model.
struct GenAiMetrics {
    Histogram duration{operation_bounds};       // of all calls
    Histogram first_token{first_token_bounds};  // from the request here to its first token from this model
    CountHistogram input{token_bounds};
    CountHistogram output{token_bounds};

    void called(Duration took, Usage const& usage);
};

}  // namespace signalbox::telemetry
