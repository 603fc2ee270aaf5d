#pragma once

#include "routing/model_card.hpp"

#include <string_view>
#include <vector>

namespace signalbox {

inline constexpr std::string_view demo_provider_name = "demo";

// The three models of the demo provider: demo/small, demo/medium and demo/large. Their prices,
// speeds and qualities differ as those of real models do; nobody is billed.
[[nodiscard]] std::vector<ModelCard> demo_models();

}  // namespace signalbox
