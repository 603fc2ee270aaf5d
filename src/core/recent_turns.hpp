#pragma once

#include "core/chain_context.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace signalbox {

// One message as analysis sees it: of a huge one only both ends.
struct Turn {
    static constexpr std::size_t end_bytes = 8192;
    std::string_view head;  // all of it, when it has at most two ends' worth of bytes
    std::string_view tail;  // the last bytes of a longer one; empty otherwise
    std::size_t bytes = 0;  // of the whole message
    [[nodiscard]] bool clipped() const { return !tail.empty(); }
};

// What analysis reads of a conversation, and what a memo of analyses must therefore be keyed by: the
// last three user turns, newest first, without what programs wrote around them (own_words.hpp). Turns too short to be a
// task of their own ("yes", "go on") do not count, so that a row of them does not push the task out; ten turns are the
// limit. Views into the context.
struct RecentTurns {
    static constexpr std::size_t tasks = 3;
    static constexpr std::size_t limit = 10;
    static constexpr std::size_t short_bytes = 24;

    std::array<Turn, limit> turns{};
    std::size_t count = 0;
    std::size_t total_bytes = 0;  // of all messages of any role
    std::size_t messages = 0;
    bool in_tool_loop = false;  // the last message is a tool's output
};

[[nodiscard]] RecentTurns recent_turns(ChainContext const& context);

}  // namespace signalbox
