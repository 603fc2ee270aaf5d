#pragma once

#include "core/error.hpp"
#include "evaluation/evaluation.hpp"

namespace signalbox::evaluation {

// A router that learns from outcomes. Rows are places in the file.
class Learner {
public:
    virtual ~Learner() = default;
    // What it says of the rows `asked`, in their order, when it knows the outcomes of both models on `known` and
    // nothing else: each call starts from the beginning.
    [[nodiscard]] virtual Result<Opinions> learn(std::span<std::uint32_t const> known,
                                                 std::span<std::uint32_t const> asked) = 0;
};

struct LearningOptions {
    std::size_t most = 300;  // rows to learn from
    int shuffles = 5;        // of the file; each measures every point on its last rows, which it never learns from
    int resamples = 200;     // of those rows, for the intervals
    std::uint64_t seed = 1;
    double good = 0.5;
};

// What was reached with so many known rows: the mean over the shuffles. The interval covers the choice of the rows to
// learn from and that of the rows to measure on.
struct LearningPoint {
    std::size_t known = 0;
    Figure apgr, auc_need, auc_weak_ok, ece;
};

// At least so many rows must be left to measure on.
inline constexpr std::size_t fewest_measured = 50;

// The numbers of known rows that are tried: 0, 100, 300, ... and `most`.
[[nodiscard]] std::vector<std::size_t> learning_steps(std::size_t most);

// Errors: invalid_value when too few rows are left to measure on; what the learner says.
[[nodiscard]] Result<std::vector<LearningPoint>> learning_curve(Outcomes const& outcomes, Learner& learner,
                                                                LearningOptions const& options,
                                                                Progress const& progress);

}  // namespace signalbox::evaluation
