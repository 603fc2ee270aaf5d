#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace signalbox::wire {

// Finds a name that occurs twice. Linear for many names, whoever chose them: the hash of its table
// has a secret seed.
class UniqueNames {
public:
    UniqueNames();
    [[nodiscard]] std::optional<std::string_view> duplicate(std::span<std::string_view const> names);

private:
    [[nodiscard]] std::uint64_t hash(std::string_view name) const;
    std::uint64_t seed_;
    std::vector<std::uint32_t> slots_;  // 1 + position in the names
};

}  // namespace signalbox::wire
