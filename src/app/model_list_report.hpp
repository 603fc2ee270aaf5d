#pragma once

#include "app/model_list_watch.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace signalbox::app {

// Tells log and metrics what becomes of model lists, and `changed` when some fact did.
class ModelListReport final : public ModelListListener {
public:
    // Both outlive it.
    ModelListReport(telemetry::Log& log, telemetry::Metrics& metrics, std::function<void()> changed)
        : log_{log}, metrics_{metrics}, changed_{std::move(changed)} {}

    void list_taken(std::string_view provider, ListUpdate const& update) override;
    void list_failed(std::string_view provider, Error const& error) override;
    void copy_broken(std::string_view provider, Error const& error) override;
    void held_now(std::size_t facts) override;

private:
    void tell_held(std::string_view provider, std::vector<HeldFact> const& facts);

    telemetry::Log& log_;
    telemetry::Metrics& metrics_;
    std::function<void()> changed_;
};

}  // namespace signalbox::app
