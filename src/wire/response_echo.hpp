#pragma once

#include <simdjson.h>

#include <string>

namespace signalbox::wire {

// The members of a request to the Responses API that every answer repeats, as `"instructions":null,...`.
// What the request leaves open is told as OpenAI's defaults; `store` is false whatever was asked: nothing is kept.
// REQUIRES: the request was read without an error.
[[nodiscard]] std::string response_echo(simdjson::dom::object request);

}  // namespace signalbox::wire
