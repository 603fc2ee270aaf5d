#pragma once

#include "pipeline/run_records.hpp"

#include <vector>

namespace signalbox::fakes {

// Keeps what runs leave.
class RecordingRuns final : public RunRecords {
public:
    [[nodiscard]] KeyedHash::Key const& secret() const override { return key; }
    void ended(RunEnd end) override { ends.push_back(std::move(end)); }

    KeyedHash::Key key{3, 4};
    std::vector<RunEnd> ends;
};

}  // namespace signalbox::fakes
