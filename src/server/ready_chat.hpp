#pragma once

#include "wire/openai_request.hpp"

namespace signalbox::server {

// What may be taken back of an answer that its client has seen.
enum class Retraction : std::uint8_t {
    never,          // its API has no words for it
    when_numbered,  // when the client asked for events, which number the attempts
};

// Completes a request that was read: what of its stream may be replaced.
// REQUIRES: `request` stays where it is until the run has ended.
void ready_chat(wire::ChatRequest& request, Retraction retraction);

}  // namespace signalbox::server
