#include "core/recent_turns.hpp"

#include <ranges>

namespace signalbox {

namespace {

Turn turn(std::string_view text) {
    if (text.size() <= 2 * Turn::end_bytes) return {.head = text, .bytes = text.size()};
    return {.head = text.substr(0, Turn::end_bytes),
            .tail = text.substr(text.size() - Turn::end_bytes),
            .bytes = text.size()};
}

}  // namespace

RecentTurns recent_turns(ChainContext const& context) {
    RecentTurns recent{.messages = context.messages.size()};
    for (auto const& message : context.messages) recent.total_bytes += message.content.size();
    if (!context.messages.empty()) recent.in_tool_loop = context.messages.back().role == Role::tool;

    std::size_t tasks = 0;
    for (auto const& message : context.messages | std::views::reverse) {
        if (message.role != Role::user) continue;
        recent.turns[recent.count++] = turn(message.content);
        if (message.content.size() > RecentTurns::short_bytes) ++tasks;
        if (tasks == RecentTurns::tasks || recent.count == RecentTurns::limit) break;
    }
    return recent;
}

}  // namespace signalbox
