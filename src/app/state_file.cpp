#include "app/state_file.hpp"

#include <filesystem>

namespace signalbox::app {

// Only absolute folders: where a relative one is depends on who starts us.
std::string state_file(std::string_view name, std::string const& neighbour, Environment const& environment) {
    if (!neighbour.empty()) return (std::filesystem::path{neighbour}.parent_path() / name).string();
    auto const in = [&](std::string const& folder) { return folder + "/signalbox/" + std::string{name}; };
    if (auto const state = environment("XDG_STATE_HOME"); state && state->starts_with('/')) return in(*state);
    if (auto const home = environment("HOME"); home && home->starts_with('/')) return in(*home + "/.local/state");
    return {};
}

}  // namespace signalbox::app
