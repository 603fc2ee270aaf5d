#pragma once

#include "core/stream_event.hpp"
#include "pipeline/events.hpp"

#include <optional>

namespace signalbox {

// Turns the events of one run into what people read: type, stage, message, progress.
// Progress never goes back within the run. Token events carry no message.
class Narrator {
public:
    explicit Narrator(bool emoji) : emoji_{emoji} {}
    // Nothing for facts that people are not told (Committed, an Arrived without text).
    [[nodiscard]] std::optional<StreamEvent> tell(Event const& event);

private:
    bool emoji_;
    double progress_ = 0;
    std::int64_t arrived_ = 0;  // deltas of this attempt, for the way from 0.5 to 0.7
};

}  // namespace signalbox
