#pragma once

#include "app/environment.hpp"

#include <map>
#include <string>

namespace signalbox::fakes {

inline app::Environment environment(std::map<std::string, std::string, std::less<>> variables) {
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        auto const found = variables.find(name);
        if (found == variables.end() || found->second.empty()) return std::nullopt;
        return found->second;
    };
}

}  // namespace signalbox::fakes
