#pragma once

#include "async/time.hpp"
#include "pipeline/shared_routes.hpp"

#include <map>
#include <optional>
#include <utility>

namespace signalbox::fakes {

// A second level in memory that takes its time, and counts.
class SharedShelf final : public SharedRoutes {
public:
    explicit SharedShelf(Time& time) : time_{time} {}

    Task<SharedPlan> find(RouteKey const& key, std::uint64_t, ModelRegistry const&,
                          Cancellation& cancellation) override {
        ++asked;
        co_await sleep_until(time_, time_.now() + takes, cancellation);
        auto const found = plans.find(key.digest);
        co_return found == plans.end() ? nullptr : found->second;
    }
    void store(RouteKey const& key, SharedPlan const& plan) override { plans[key.digest] = plan; }
    Task<std::optional<AnalysisResult>> find_analysis(Digest key, std::uint64_t, Cancellation& cancellation) override {
        co_await sleep_until(time_, time_.now() + takes, cancellation);
        auto const found = analyses.find(key);
        co_return found == analyses.end() ? std::nullopt : std::optional{found->second};
    }
    void store_analysis(Digest key, std::uint64_t, AnalysisResult const& analysis) override {
        analyses[key] = analysis;
    }

    Duration takes{};
    int asked = 0;
    std::map<Digest, SharedPlan> plans;
    std::map<Digest, AnalysisResult> analyses;

private:
    Time& time_;
};

}  // namespace signalbox::fakes
