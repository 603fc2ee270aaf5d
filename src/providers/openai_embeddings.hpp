#pragma once

#include "providers/upstream.hpp"
#include "wire/json_document.hpp"

#include <string_view>

namespace signalbox {

// Asks `target`, an OpenAI-compatible endpoint for embeddings, once. The answer's `raw` is the body as it came; usage
// that is not told is estimated and says so.
// Errors: those of Provider::embed(). REQUIRES: all arguments outlive the task.
[[nodiscard]] Task<Result<ExecutionResult>> ask_for_embeddings(Upstream& upstream, std::string_view target,
                                                               wire::JsonReader& reader, Attempt const& attempt,
                                                               Cancellation& cancellation);

}  // namespace signalbox
