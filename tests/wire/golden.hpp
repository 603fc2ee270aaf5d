#pragma once

#include "core/tokens.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// The files of tests/golden.
namespace signalbox::wire::golden {

using Path = std::filesystem::path;

inline std::string content_of(Path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// The files of a folder that end in `extension`, in the order of their names.
inline std::vector<Path> cases(std::string_view folder, std::string_view extension) {
    std::vector<Path> found;
    for (auto const& entry : std::filesystem::directory_iterator{Path{SOURCE_DIR "/tests/golden"} / folder}) {
        if (entry.path().string().ends_with(extension)) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

inline std::string told(std::optional<Usage> const& usage) {
    if (!usage) return "unknown";
    return std::to_string(usage->input.count) + "+" + std::to_string(usage->output.count) + " (" +
           std::to_string(usage->cached.count) + " cached)";
}

}  // namespace signalbox::wire::golden
