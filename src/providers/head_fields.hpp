#pragma once

#include "core/error.hpp"
#include "core/secret.hpp"

#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// The head fields a provider sends with every request, as complete lines: its key as a bearer
// token (none when empty), the configured ones, and ours.
// Errors: invalid_value for a key or field that would break the message, or that frames it (Host,
// Content-Length and the like are made by the client alone).
[[nodiscard]] Result<Secret> head_fields(Secret const& api_key,
                                         std::vector<std::pair<std::string, std::string>> const& configured);

}  // namespace signalbox
