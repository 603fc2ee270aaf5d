#pragma once

#include "pipeline/purse.hpp"
#include "pipeline/run_outcomes.hpp"
#include "pipeline/run_records.hpp"
#include "pipeline/snapshot.hpp"

#include <memory>
#include <string_view>

namespace signalbox {

// What one caller's run has of its own, where it has anything.
struct RunRights {
    std::shared_ptr<Snapshot const> view;  // what it sees of the models; null: all of them
    Purse* purse = nullptr;                // what it pays from; outlives the run. Null: nobody counts
    RunOutcomes* outcomes = nullptr;       // hears what became of it; outlives the run. Null: nobody learns
    RunRecords* records = nullptr;         // where it leaves its record; outlives the run. Null: none is made
    std::string_view key{};                // the id of the API key that asks; outlives the run. Empty: none
};

}  // namespace signalbox
