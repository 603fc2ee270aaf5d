#pragma once

#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace signalbox {

// For how long a model is left alone from now, and why.
struct Absence {
    Duration left{};
    bool rate_limited = false;  // its provider asked for it; otherwise its calls failed
};

// Which models may be called now, as of one moment: what routing and the next step ask before they choose.
class ModelHealth {
public:
    virtual ~ModelHealth() = default;
    // Nothing when the model, named by its id, may be called. A model that nobody knows is well.
    [[nodiscard]] virtual std::optional<Absence> absence(std::string_view model) const = 0;
    [[nodiscard]] bool available(std::string_view model) const { return !absence(model); }
};

}  // namespace signalbox
