#pragma once

#include "app/config.hpp"
#include "providers/upstream.hpp"

namespace signalbox::app {

// Where a configured provider is, and what it is told with every request.
[[nodiscard]] inline UpstreamOptions upstream_options(ProviderConfig const& provider) {
    return {.name = provider.name,
            .base_url = provider.base_url,
            .api_key = provider.api_key,
            .headers = provider.headers,
            .client = provider.client};
}

}  // namespace signalbox::app
