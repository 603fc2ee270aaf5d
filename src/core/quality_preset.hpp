#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace signalbox {

// Words for places of the knob `quality` (0-1), understood wherever a number is.
struct QualityPreset {
    std::string_view name;
    double quality = 0;
};
inline constexpr std::array<QualityPreset, 3> quality_presets{{{"cheap", 0.0}, {"balanced", 0.5}, {"best", 1.0}}};

// Nothing: the word names none.
[[nodiscard]] constexpr std::optional<double> preset_quality(std::string_view word) {
    for (auto const& preset : quality_presets) {
        if (preset.name == word) return preset.quality;
    }
    return std::nullopt;
}

}  // namespace signalbox
