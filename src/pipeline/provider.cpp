#include "pipeline/provider.hpp"

namespace signalbox {

Task<Result<ExecutionResult>> Provider::embed(Attempt const& attempt, Cancellation& /*cancellation*/) {
    co_return fail(Errc::invalid_value,
                   "the model '" + attempt.model->id +
                       "' is not served over an API with embeddings; name a model of an OpenAI-compatible provider",
                   "model");
}

}  // namespace signalbox
