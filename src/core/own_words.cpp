#include "core/own_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace signalbox {

namespace {

// As Claude Code, Cline and its kin, Codex, Cursor and Copilot name them.
constexpr std::array<std::string_view, 19> block_names{
    "system-reminder",      "system_reminder",      "command-name",         "command-message",
    "local-command-stdout", "local-command-stderr", "ide_selection",        "ide_opened_file",
    "environment_details",  "environment_context",  "environment_info",     "workspace_info",
    "user_instructions",    "additional_data",      "attached_files",       "open_and_recently_viewed_files",
    "attachments",          "editorContext",        "reminderInstructions",
};
constexpr std::array<std::string_view, 6> wrapper_names{"user_query",   "userRequest", "user_message",
                                                        "command-args", "task",        "feedback"};
constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool opens(std::string_view text, std::string_view name) {
    if (!text.starts_with('<') || !text.substr(1).starts_with(name)) return false;
    auto const next = text.substr(1 + name.size());
    return next.starts_with('>') || next.starts_with(' ');
}

bool closes(std::string_view text, std::string_view name) {
    if (!text.ends_with('>')) return false;
    text.remove_suffix(1);
    if (!text.ends_with(name)) return false;
    text.remove_suffix(name.size());
    return text.ends_with("</");
}

std::optional<std::string_view> without_first_block(std::string_view text) {
    auto const* const name = std::ranges::find_if(block_names, [&](auto one) { return opens(text, one); });
    if (name == block_names.end()) return std::nullopt;
    constexpr std::string_view closing = "</";
    for (auto at = text.find(closing); at != std::string_view::npos; at = text.find(closing, at + closing.size())) {
        auto const rest = text.substr(at + closing.size());
        if (rest.starts_with(*name) && rest.substr(name->size()).starts_with('>')) return rest.substr(name->size() + 1);
    }
    return std::nullopt;
}

std::optional<std::string_view> without_last_block(std::string_view text) {
    auto const* const name = std::ranges::find_if(block_names, [&](auto one) { return closes(text, one); });
    if (name == block_names.end()) return std::nullopt;
    for (auto at = text.rfind('<'); at != std::string_view::npos && at > 0; at = text.rfind('<', at - 1)) {
        if (opens(text.substr(at), *name)) return text.substr(0, at);
    }
    return opens(text, *name) ? std::optional{std::string_view{}} : std::nullopt;
}

std::optional<std::string_view> unwrapped(std::string_view text) {
    for (auto const name : wrapper_names) {
        if (!opens(text, name) || !closes(text, name)) continue;
        auto const start = text.find('>') + 1;
        auto const end = text.size() - name.size() - 3;
        if (start <= end) return text.substr(start, end - start);
    }
    return std::nullopt;
}

}  // namespace

std::string_view own_words(std::string_view text) {
    auto words = trimmed(text);
    if (!words.starts_with('<') && !words.ends_with('>')) return text;
    auto const whole = words;
    for (bool again = true; again && !words.empty(); words = trimmed(words)) {
        auto const less = words.starts_with('<') ? without_first_block(words) : std::nullopt;
        auto const shorter = less || !words.ends_with('>') ? less : without_last_block(words);
        auto const inner = shorter ? shorter : unwrapped(words);
        again = inner.has_value();
        words = inner.value_or(words);
    }
    return words.size() == whole.size() ? text : words;
}

}  // namespace signalbox
