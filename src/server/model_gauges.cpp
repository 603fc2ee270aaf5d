#include "server/model_gauges.hpp"

namespace signalbox::server {

std::vector<telemetry::ModelGauge> model_gauges(Snapshot const& snapshot, TimePoint now) {
    std::vector<telemetry::ModelGauge> gauges;
    if (!snapshot.health) return gauges;
    for (auto const& model : snapshot.registry.models()) {
        auto const* condition = snapshot.health->find(model.id);
        if (condition == nullptr) continue;
        auto const left = condition->absence(now).value_or(Absence{}).left;
        gauges.push_back({.model = model.id,
                          .provider = model.provider,
                          .breaker = name(condition->breaker(now)),
                          .left_alone_s = std::chrono::duration<double>(left).count()});
    }
    return gauges;
}

}  // namespace signalbox::server
