#pragma once

#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <string_view>

namespace signalbox::wire {

// What a provider's answer to a request for embeddings used up, as far as it tells; without that all is 0.
// Errors: provider_protocol when it is no list of embeddings, or the class of an error inside of it.
[[nodiscard]] Result<Usage> read_embeddings_usage(std::string_view body, JsonReader& reader);

}  // namespace signalbox::wire
