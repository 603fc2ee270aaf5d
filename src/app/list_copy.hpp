#pragma once

#include "core/error.hpp"
#include "core/listed_model.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox::app {

// The last good model list of a provider, on disk.

// What is kept at `path`; nothing when there is no file. Errors: provider_protocol for what cannot be read or is no
// whole list.
[[nodiscard]] Result<std::optional<std::vector<ListedModel>>> read_list_copy(std::string const& path);

// Replaces the file at once: whoever reads it sees the old list or the new one. Makes the folders it needs.
// Errors: internal, with the reason.
[[nodiscard]] Result<void> write_list_copy(std::string const& path, std::span<ListedModel const> models);

}  // namespace signalbox::app
