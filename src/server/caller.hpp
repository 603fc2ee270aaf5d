#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "server/exchange.hpp"

namespace signalbox::server {

// Makes the request that was read the caller's: its id, trace and tenant go into `context`. Errors: forbidden,
// for a model that is configured but not for this key; `param` names where it is asked for.
[[nodiscard]] Result<void> claim(ChainContext& context, Exchange const& exchange);

}  // namespace signalbox::server
