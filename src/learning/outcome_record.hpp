#pragma once

#include "core/error.hpp"
#include "core/keyed_hash.hpp"
#include "learning/outcome.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox {

// The file of outcomes, as bytes: a head, then one record after the other, each with its length and checksum.

inline constexpr std::uint32_t outcome_file_version = 1;
inline constexpr std::size_t outcome_head_bytes = 40;
inline constexpr std::size_t max_outcome_bytes = 4096;  // of one record

// The head: what kind of file it is, its version, and the secret that its ids and parties are hashed with.
void append_outcome_head(std::string& out, KeyedHash::Key const& secret);
// Errors: invalid_value, saying whether it is another kind of file, another version or damaged.
[[nodiscard]] Result<KeyedHash::Key> read_outcome_head(std::string_view bytes);

// REQUIRES: the row is within its limits.
void append_outcome(std::string& out, Outcome const& outcome);

// The record that `bytes` begin with; its size is told in `size`. Strict: lengths, enumerations, ranges and the
// checksum must be right. Errors: invalid_value; `size` is then meaningless.
[[nodiscard]] Result<Outcome> read_outcome(std::string_view bytes, std::size_t& size);

}  // namespace signalbox
