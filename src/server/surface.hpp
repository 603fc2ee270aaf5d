#pragma once

#include "core/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::server {

// Whose API a path belongs to. It decides how errors look, also those that no endpoint has seen.
enum class Surface : std::uint8_t {
    openai,    // OpenAI's, and our own
    messages,  // Anthropic's: /v1/messages and everything below it
};

[[nodiscard]] Surface surface_of(std::string_view path);

// Appends the public body of an error.
void append_error_body(std::string& out, Surface surface, Error const& error, std::string_view request_id);

}  // namespace signalbox::server
