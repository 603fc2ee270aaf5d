#include "core/recent_turns.hpp"

#include "core/own_words.hpp"

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
    std::string_view newest;  // whole, for the case that programs wrote all there is
    for (auto const& message : context.messages | std::views::reverse) {
        if (message.role != Role::user) continue;
        if (newest.empty()) newest = message.content;
        auto const words = own_words(message.content);
        if (words.empty() && !message.content.empty()) continue;
        recent.turns[recent.count++] = turn(words);
        if (words.size() > RecentTurns::short_bytes) ++tasks;
        if (tasks == RecentTurns::tasks || recent.count == RecentTurns::limit) break;
    }
    if (recent.count == 0 && !newest.empty()) recent.turns[recent.count++] = turn(newest);
    return recent;
}

}  // namespace signalbox
