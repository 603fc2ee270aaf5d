#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/chain_context.hpp"
#include "core/chain_result.hpp"
#include "core/error.hpp"
#include "core/time.hpp"
#include "routing/model_card.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox {

// The four timeouts of one attempt. A comment, ping or role chunk resets none of them; reasoning
// tokens reset the gap.
struct AttemptTimeouts {
    Duration connect = std::chrono::seconds{2};
    Duration first_token = std::chrono::seconds{30};
    Duration gap = std::chrono::seconds{30};
    Duration total = std::chrono::seconds{120};
};

// One call to one model.
struct Attempt {
    int nth = 0;  // within its request, from 0
    ModelCard const* model = nullptr;
    ChainContext const* context = nullptr;
    bool stream = true;  // false: ask for one whole JSON answer; `sink` then gets at most one delta
    AttemptTimeouts timeouts;
    TimePoint deadline = TimePoint::max();  // of the request; the total timeout can only end earlier
    std::string trace{};                    // head lines in place of the context's; empty: the context's
};

// What one upstream read brought. Views live until the sink returns.
struct Delta {
    std::string_view text;       // answer text in order, decoded
    std::string_view reasoning;  // reasoning text, decoded
    // The same as whole `data: {...}` frames in OpenAI's stream shape, each with its blank line,
    // checked to be valid; empty when the provider does not speak that shape. Without usage-only
    // chunks and without [DONE].
    std::string_view frames;
    bool tool_calls = false;  // contains tool call fragments (only `frames` has them)
    bool finish = false;      // `frames` has a finish_reason
    std::string_view so_far =
        {};  // the answer's text up to here, with `text`: for who wants it when the call is stopped
};

// Takes an answer while it arrives.
class DeltaSink {
public:
    virtual ~DeltaSink() = default;
    virtual void on_delta(Delta const& delta) = 0;
    // The reader is behind by more than its buffer: the provider stops reading until caught_up().
    [[nodiscard]] virtual bool behind() const = 0;
    // Returns when the reader has caught up, or cancellation was requested.
    virtual Task<void> caught_up() = 0;
};

// An upstream API. One instance per worker loop; it owns that loop's connections.
class Provider {
public:
    virtual ~Provider() = default;

    // Asks once and never retries, but for a stale pooled connection. Fails with invalid_value (this API has
    // no words for the request: nothing was sent, `param` names the field), provider_*, context_length,
    // content_policy, upstream_truncated, deadline_exceeded or the reason of `cancellation`. An error after
    // the first delta is still the result: the caller knows what it passed on.
    // A failure comes within 50 ms of cancellation.
    // REQUIRES: all arguments outlive the task.
    virtual Task<Result<ExecutionResult>> complete(Attempt const& attempt, DeltaSink& sink,
                                                   Cancellation& cancellation) = 0;

    // The same for the embeddings that `attempt.context->raw` asks for: the answer's `raw` is the provider's own
    // body, and `content` is empty. A provider whose API has none fails with invalid_value.
    virtual Task<Result<ExecutionResult>> embed(Attempt const& attempt, Cancellation& cancellation);
};

// The providers of one worker loop, by name.
using Providers = std::unordered_map<std::string, std::shared_ptr<Provider>>;

}  // namespace signalbox
