#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/listed_model.hpp"
#include "net/loop.hpp"
#include "providers/upstream.hpp"

#include <vector>

namespace signalbox {

// Asks once for the whole model list of an OpenRouter, `{base_url}/models`, all its pages within `limit`. The key goes
// along, though OpenRouter itself wants none: what stands in front of it may.
// Errors: those of the HTTP client; provider_protocol for another status than 200 and for what is no such list;
// invalid_value for an unusable address, key or header.
Task<Result<std::vector<ListedModel>>> fetch_openrouter_models(net::Loop& loop, UpstreamOptions options, Duration limit,
                                                               Cancellation& cancellation);

}  // namespace signalbox
