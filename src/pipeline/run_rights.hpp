#pragma once

#include "pipeline/purse.hpp"
#include "pipeline/snapshot.hpp"

#include <memory>

namespace signalbox {

// What one caller's run has of its own, where it has anything.
struct RunRights {
    std::shared_ptr<Snapshot const> view;  // what it sees of the models; null: all of them
    Purse* purse = nullptr;                // what it pays from; outlives the run. Null: nobody counts
};

}  // namespace signalbox
