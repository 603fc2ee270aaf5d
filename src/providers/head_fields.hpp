#pragma once

#include "core/error.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Where a provider wants to see its key.
enum class KeyField : std::uint8_t {
    bearer,     // Authorization: Bearer KEY
    anthropic,  // x-api-key: KEY, and the anthropic-version that this house speaks unless another is configured
};

// The head fields a provider sends with every request, as complete lines: its key (none when empty), the
// configured ones, and ours.
// Errors: invalid_value for a key or field that would break the message, or that frames it (Host,
// Content-Length and the like are made by the client alone).
[[nodiscard]] Result<Secret> head_fields(Secret const& api_key,
                                         std::vector<std::pair<std::string, std::string>> const& configured,
                                         KeyField key_field = KeyField::bearer);

}  // namespace signalbox
