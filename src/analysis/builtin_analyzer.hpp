#pragma once

#include "analysis/analyzer.hpp"
#include "analysis/estimator.hpp"
#include "core/recent_turns.hpp"

#include <memory>

namespace signalbox {

// The analyzer inside the process: features of the last user turn, an estimator's opinion, and what the
// conversation adds. A message that only goes on with a task ("yes, do it", "now in Rust") inherits the
// category and difficulty of that task; a tool's output reuses the task that called the tool.
// Nothing is allocated; 48 KiB of stack.
class BuiltinAnalyzer final : public Analyzer {
public:
    BuiltinAnalyzer();  // with the weights this program was built with
    explicit BuiltinAnalyzer(std::unique_ptr<Estimator const> estimator);

    [[nodiscard]] AnalysisResult analyze(ChainContext const& context) const override;
    [[nodiscard]] std::uint64_t version() const override;

private:
    struct Task {
        Estimate estimate;
        bool inherited = false;
    };
    [[nodiscard]] Task pending_task(RecentTurns const& recent, Features& features, Estimate last) const;

    std::unique_ptr<Estimator const> estimator_;
};

}  // namespace signalbox
