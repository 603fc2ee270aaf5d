#include "server/ready_chat.hpp"

namespace signalbox::server {

namespace {

StreamPolicy policy_of(wire::ChatRequest const& request, Retraction retraction) {
    if (!request.stream) return StreamPolicy::off;
    auto const asked = request.context.options.stream;
    if (asked == StreamPolicy::strict) return asked;
    bool const may = retraction == Retraction::when_numbered && request.events;
    return asked == StreamPolicy::optimistic && may ? asked : StreamPolicy::gated;
}

}  // namespace

void ready_chat(wire::ChatRequest& request, Retraction retraction) {
    request.context.raw = &request.raw;
    request.context.options.stream = policy_of(request, retraction);
}

}  // namespace signalbox::server
