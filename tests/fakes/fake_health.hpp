#pragma once

#include "routing/model_health.hpp"

#include <map>
#include <string>

namespace signalbox::fakes {

// The models it is told of are left alone.
class FakeHealth final : public ModelHealth {
public:
    FakeHealth() = default;
    explicit FakeHealth(std::initializer_list<std::string> models) {
        for (auto const& model : models) absences[model] = {std::chrono::seconds{5}, false};
    }
    [[nodiscard]] std::optional<Absence> absence(std::string_view model) const override {
        auto const found = absences.find(model);
        return found == absences.end() ? std::nullopt : std::optional{found->second};
    }
    std::map<std::string, Absence, std::less<>> absences;
};

}  // namespace signalbox::fakes
