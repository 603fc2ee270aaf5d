#pragma once

#include "core/error.hpp"
#include "server/api_key.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace signalbox::app {

// The file that `signalbox keys` writes and a server reads: a list `keys:` as in the configuration, with
// hashes only.

// Empty when there is no file. Errors: invalid_value, with the places of all that is wrong; and when
// somebody else may write the file.
[[nodiscard]] Result<std::vector<server::ApiKey>> read_key_file(std::string const& path);

// Errors: internal, with the reason.
[[nodiscard]] Result<void> write_key_file(std::string const& path, std::span<server::ApiKey const> keys);

// Reads the file, lets `change` work on the list, writes it; two that do so at once do it one after the
// other. Errors: those of both, and what `change` says.
[[nodiscard]] Result<void> change_key_file(std::string const& path,
                                           std::function<Result<void>(std::vector<server::ApiKey>&)> const& change);

}  // namespace signalbox::app
