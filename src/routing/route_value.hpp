#pragma once

#include "core/analysis_result.hpp"
#include "core/keyed_hash.hpp"
#include "core/routing_plan.hpp"
#include "routing/lru_map.hpp"
#include "routing/model_registry.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Where a remembered route belongs that leaves the process: what it is bound to by its seal, so that it is worth
// nothing under another key, or in another epoch.
struct ValuePlace {
    Digest key{};
    std::uint64_t epoch = 0;
};

// The form of values; part of every seal, so that programs of another form share nothing with this one.
inline constexpr std::string_view value_form = "1";

// Values end with a keyed hash over all of them and their place: who has not the secret cannot make one.
// Plans above 16 KiB have none.
[[nodiscard]] std::optional<std::string> seal_plan(RoutingPlan const& plan, ValuePlace place, KeyedHash::Key secret);
[[nodiscard]] std::string seal_analysis(AnalysisResult const& analysis, ValuePlace place, KeyedHash::Key secret);

// The value again, or nothing on any doubt: a byte that differs, a number out of its range. The plan's `cache_key` is
// left empty.
[[nodiscard]] std::shared_ptr<RoutingPlan> open_plan(std::string_view bytes, ValuePlace place, KeyedHash::Key secret);
// Whether all models of the plan are in the registry under just that id.
[[nodiscard]] bool names_only(RoutingPlan const& plan, ModelRegistry const& registry);
// Without its reasons, which are static text of one program.
[[nodiscard]] std::optional<AnalysisResult> open_analysis(std::string_view bytes, ValuePlace place,
                                                          KeyedHash::Key secret);

// What is behind the seals, as strictly.
[[nodiscard]] std::shared_ptr<RoutingPlan> plan_from(std::string_view payload, std::uint64_t epoch);
[[nodiscard]] std::optional<AnalysisResult> analysis_from(std::string_view payload);

}  // namespace signalbox
