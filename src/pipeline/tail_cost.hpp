#pragma once

#include "core/error.hpp"
#include "core/money.hpp"
#include "core/tokens.hpp"
#include "routing/model_card.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace signalbox {

// What a call that ended without a whole answer used up, as an estimate: the prompt and the bytes
// that came. A call that the provider refused or never got costs nothing; one that was cut off on
// the way costs its prompt even when nothing came, because the provider has read it.
// `arrived_bytes` is absent when nothing came; a tool call alone has no bytes. No cost: the price is unknown.
[[nodiscard]] std::pair<Usage, std::optional<MicroUsd>> tail_cost(ModelCard const& model, Errc ended, Tokens input,
                                                                  std::optional<std::int64_t> arrived_bytes);

}  // namespace signalbox
