#pragma once

#include <string_view>

namespace signalbox {

// Which models may be called now; a later breaker or cooldown table stands behind it.
class ModelHealth {
public:
    virtual ~ModelHealth() = default;
    [[nodiscard]] virtual bool available(std::string_view model) const = 0;
};

}  // namespace signalbox
