#pragma once

#include "core/chain_context.hpp"

#include <span>
#include <string>

namespace signalbox::wire {

// The members of a client's chat request with `more` at the end of its `messages`; all else as it
// stood. For RawChat::members of a request that goes on where another one ended.
[[nodiscard]] std::string extended_members(RawChat const& chat, std::span<Message const> more);

}  // namespace signalbox::wire
