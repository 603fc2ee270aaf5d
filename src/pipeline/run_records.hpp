#pragma once

#include "core/keyed_hash.hpp"
#include "pipeline/run_end.hpp"

#include <optional>

namespace signalbox {

// Where runs leave what they were, once each, when their answer has left.
// Threads: safe from all loops; nothing here waits or writes.
class RunRecords {
public:
    virtual ~RunRecords() = default;
    // Keys the hashes in a RunEnd; never changes.
    [[nodiscard]] virtual KeyedHash::Key const& secret() const = 0;
    virtual void ended(RunEnd end) = 0;
    // What the reader of a run's answer thinks of it now, 0-1; absent: nothing any more. For a run that has ended.
    virtual void rated(RunId const& run, std::optional<double> feedback) = 0;
};

}  // namespace signalbox
