#pragma once

#include "core/error.hpp"
#include "wire/http_head.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::server {

// Whose API a request speaks. It decides how errors look, also those that no endpoint has seen.
enum class Surface : std::uint8_t {
    openai,    // OpenAI's, and our own
    messages,  // Anthropic's: /v1/messages and all below it, and /v1/models with anthropic-version
};

[[nodiscard]] Surface surface_of(wire::RequestHead const& head);

// Appends the public body of an error.
void append_error_body(std::string& out, Surface surface, Error const& error, std::string_view request_id);

}  // namespace signalbox::server
