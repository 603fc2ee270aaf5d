#pragma once

#include "core/analysis_result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// What people see of a route's key: "a3f8c9d2-8-code". Held in place, so that a key allocates nothing.
class RouteLabel {
public:
    RouteLabel() = default;
    // The low 32 bits of `hash` in hexadecimal, complexity (0-99) and category.
    RouteLabel(std::uint64_t hash, int complexity, Category category);
    // As it was shown; what is too long to be one is cut off.
    explicit RouteLabel(std::string_view text);

    [[nodiscard]] std::string_view view() const { return {text_.data(), size_}; }
    operator std::string_view() const { return view(); }  // NOLINT: assignable to a std::string
    [[nodiscard]] std::string str() const { return std::string{view()}; }

private:
    std::array<char, 22> text_{};
    std::uint8_t size_ = 0;
};

}  // namespace signalbox
