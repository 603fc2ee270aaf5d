#pragma once

#include "core/chain_context.hpp"
#include "core/error.hpp"
#include "wire/json_document.hpp"

#include <string_view>

namespace signalbox::wire {

// A `POST /v1/embeddings` body, read. `raw` holds views into the body it was read from: all members but the model,
// for the provider.
struct EmbeddingsRequest {
    ChainContext context;  // the pinned model, and nothing that could make more of it than one answer
    RawChat raw;           // context.raw is left null: the owner of both points it here
};

// Unknown members are the provider's business; null stands for absent, but not for `model` and `input`.
// Errors: invalid_json, invalid_value with `param` such as "input[2]"; the model must be one that names no route.
[[nodiscard]] Result<EmbeddingsRequest> read_embeddings_request(std::string_view body, JsonReader& reader);

}  // namespace signalbox::wire
