#pragma once

#include "pipeline/run_outcomes.hpp"

#include <string>
#include <vector>

namespace signalbox::fakes {

// Writes down which runs ended, and answers ratings as it is told to.
class RecordingOutcomes final : public RunOutcomes {
public:
    struct Ended {
        std::string request_id;
        std::string model;
        std::string key;
        double explored = 0;
    };
    struct Rated {
        RunId run{};
        Rating rating{};
        std::string key;
    };
    void ended(ChainContext const& context, ChainResult const& result, Snapshot const&, std::string_view key,
               TimePoint) override {
        runs.push_back({context.request_id, result.model, std::string{key}, result.plan->explored});
    }
    Result<FeedbackEffect> rate(Feedback const& feedback, TimePoint) override {
        ratings.push_back({feedback.run, feedback.rating, std::string{feedback.key}});
        return answer;
    }
    [[nodiscard]] LearningState state() const override { return learning; }

    std::vector<Ended> runs;
    std::vector<Rated> ratings;
    Result<FeedbackEffect> answer = FeedbackEffect::recorded;
    LearningState learning;
};

}  // namespace signalbox::fakes
