#pragma once

#include "fakes/manual_time.hpp"
#include "pipeline/orchestrator.hpp"
#include "simulation/dice.hpp"
#include "simulation/erratic_provider.hpp"
#include "simulation/rule_keeper.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signalbox::simulation {

// One scenario: some models with their weather, a configuration, and a few requests that begin, go on
// side by side and are given up when the dice say so. The same seed makes the same world.
class World {
public:
    explicit World(std::uint64_t seed);
    ~World();

    // Lives until every request has ended, or an hour has passed. What went against the rules.
    [[nodiscard]] std::vector<std::string> live();
    // How each request ended: "completed" or an error code.
    [[nodiscard]] std::vector<std::string> endings() const;
    // Attempts that our own checks ended, by the stream policy of their readers.
    [[nodiscard]] std::map<StreamPolicy, int> stops() const;

private:
    class Request;
    void watch(ErraticProvider::Call const& call);
    void make_models();
    void make_policy();
    ChainContext make_context(int number);
    Limits limits_of(ChainContext const& context) const;
    void check_retries(std::vector<std::string>& breaches) const;

    fakes::ManualTime time_;
    Dice dice_;
    ErraticProvider provider_;
    RouteCache cache_{{}};
    Snapshot snapshot_;
    std::vector<std::string> models_;
    TimePoint began_;
    std::vector<std::unique_ptr<Request>> requests_;
};

}  // namespace signalbox::simulation
