#pragma once

#include "server/answer_sink.hpp"
#include "server/run_chain.hpp"
#include "wire/openai_request.hpp"

namespace signalbox::server {

// Runs the chain for a request that wants a stream, told by `frames`; an error with a status of its own when
// nothing of it had left. REQUIRES: awaited at once.
template <class Frames>
Task<Response> answer_streamed(Exchange& exchange, wire::ChatRequest& request, Frames& frames) {
    AnswerSink<Frames> sink{exchange, frames, request.events};
    auto const result = co_await run_chain(exchange, request.context, sink);
    sink.flush();
    auto const* error = sink.untold();
    if (error == nullptr && !result) error = &result.error();
    if (error != nullptr && !sink.body().started()) co_return error_response(*error);
    co_return streamed_response(sink.body().complete(), error);
}

}  // namespace signalbox::server
