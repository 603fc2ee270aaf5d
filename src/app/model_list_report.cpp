#include "app/model_list_report.hpp"

#include <algorithm>
#include <span>

namespace signalbox::app {

namespace {

using telemetry::LogLevel;

constexpr std::size_t most_lines = 20;  // about one list: a broken one may have hundreds of wrong prices

}  // namespace

void ModelListReport::list_taken(std::string_view provider, ListUpdate const& update) {
    metrics_.lists_taken.add();
    tell_held(provider, update.newly_held);
    if (!update.kept) {
        log_.note(LogLevel::warn, "model list not kept",
                  {{"provider", provider}, {"reason", update.kept.error().detail}});
    }
    if (!update.changed) return;
    log_.note(LogLevel::info, "model list taken", {{"provider", provider}});
    changed_();
}

void ModelListReport::list_failed(std::string_view provider, Error const& error) {
    metrics_.lists_failed.add();
    log_.note(LogLevel::warn, "model list failed", {{"provider", provider}, {"reason", error.detail}});
}

void ModelListReport::copy_broken(std::string_view provider, Error const& error) {
    log_.note(LogLevel::warn, "kept model list ignored", {{"provider", provider}, {"reason", error.detail}});
}

void ModelListReport::held_now(std::size_t facts) {
    metrics_.facts_held.store(static_cast<std::int64_t>(facts), std::memory_order_relaxed);
}

void ModelListReport::tell_held(std::string_view provider, std::vector<HeldFact> const& facts) {
    auto const told = std::span{facts}.first(std::min(facts.size(), most_lines));
    for (auto const& fact : told) {
        log_.note(LogLevel::warn, "model fact held back",
                  {{"provider", provider},
                   {"model", fact.model},
                   {"fact", fact.fact},
                   {"kept", fact.kept},
                   {"offered", fact.offered},
                   {"remedy", "to accept it, write it under 'models' or delete the kept list and restart"}});
    }
    if (facts.size() > told.size()) {
        auto const rest = std::to_string(facts.size() - told.size());
        log_.note(LogLevel::warn, "more model facts held back", {{"provider", provider}, {"count", rest}});
    }
}

}  // namespace signalbox::app
