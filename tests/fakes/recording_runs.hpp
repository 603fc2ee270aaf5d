#pragma once

#include "pipeline/run_records.hpp"

#include <utility>
#include <vector>

namespace signalbox::fakes {

// Keeps what runs leave.
class RecordingRuns final : public RunRecords {
public:
    [[nodiscard]] KeyedHash::Key const& secret() const override { return key; }
    void ended(RunEnd end) override { ends.push_back(std::move(end)); }

    void rated(RunId const& run, std::optional<double> feedback) override { ratings.emplace_back(run, feedback); }

    KeyedHash::Key key{3, 4};
    std::vector<RunEnd> ends;
    std::vector<std::pair<RunId, std::optional<double>>> ratings;
};

}  // namespace signalbox::fakes
