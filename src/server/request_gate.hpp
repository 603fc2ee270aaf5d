#pragma once

#include "core/error.hpp"
#include "server/server.hpp"
#include "wire/http_head.hpp"

#include <cstdint>

namespace signalbox::server {

// Whether a request may come in at all: its Host is one of ours (against DNS rebinding) and its Origin,
// if any, is ours or configured (against foreign pages). Checked before the path is looked at.
// Errors: misdirected, forbidden_origin.
[[nodiscard]] Result<void> check_source(wire::RequestHead const& head, ServerOptions const& options,
                                        std::uint16_t port);

// Whether its body may be read, from the head alone. A page of another site can send a POST without asking
// only with a form's content type, so application/json is required; under /v1/ curl's default is taken
// too, as long as no browser sent it. Errors: unsupported_media, request_too_large.
[[nodiscard]] Result<void> check_body(wire::RequestHead const& head, ServerOptions const& options);

}  // namespace signalbox::server
