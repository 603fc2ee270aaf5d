#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace signalbox {

// The public spelling of an enumeration whose values count up from 0. Each public enum declares
// one table `enum_names(E)` beside itself; both directions read it.
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::string_view name(E value) {
    return enum_names(E{})[static_cast<std::size_t>(value)];
}

template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::optional<E> from_name(std::string_view text) {
    auto const& names = enum_names(E{});
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) return static_cast<E>(i);
    }
    return std::nullopt;
}

}  // namespace signalbox
