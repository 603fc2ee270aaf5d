#pragma once

#include "analysis/signal.hpp"

#include <cstdint>
#include <optional>

namespace signalbox {

// The signal of a word or pair of words, by its gram_hash. Each phrase has one signal.
[[nodiscard]] std::optional<Signal> find_signal(std::uint32_t gram);

}  // namespace signalbox
