#pragma once

#include <cstdint>

namespace signalbox::wire {

// The most tokens that a client may ask for as the limit of one answer, in whatever API it asks. Far above any model's
// window, and small enough that sums of tokens and their price cannot overflow.
inline constexpr std::int64_t most_output_tokens = 10'000'000;

}  // namespace signalbox::wire
