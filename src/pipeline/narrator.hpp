#pragma once

#include "core/stream_event.hpp"
#include "pipeline/events.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Turns the events of one run into what people read: type, stage, message, progress.
// Progress never goes back within the run. Token events carry no message.
class Narrator {
public:
    explicit Narrator(bool emoji) : emoji_{emoji} {}
    // Nothing for facts that people are not told (Committed, an Arrived without text unless it says that
    // the text of an earlier attempt no longer holds).
    [[nodiscard]] std::optional<StreamEvent> tell(Event const& event);

private:
    struct Told {
        StreamEventType type;
        std::string_view stage;
        double progress;  // at least
    };
    StreamEvent make(Told told, std::string_view picture, std::string text);

    // One for each alternative of Event, and no catch-all: a new fact must be told or passed over here.
    std::optional<StreamEvent> of(event::Received const& fact);
    std::optional<StreamEvent> of(event::Analyzed const& fact);
    std::optional<StreamEvent> of(event::Routing const& fact);
    std::optional<StreamEvent> of(event::Routed const& fact);
    std::optional<StreamEvent> of(event::Started const& fact);
    std::optional<StreamEvent> of(event::Arrived const& fact);
    std::optional<StreamEvent> of(event::Answered const& fact);
    std::optional<StreamEvent> of(event::Validating const& fact);
    std::optional<StreamEvent> of(event::Validated const& fact);
    std::optional<StreamEvent> of(event::Rejected const& fact);
    std::optional<StreamEvent> of(event::CallFailed const& fact);
    std::optional<StreamEvent> of(event::Retrying const& fact);
    std::optional<StreamEvent> of(event::Committed const& fact);
    std::optional<StreamEvent> of(event::MemberEnded const& fact);
    std::optional<StreamEvent> of(event::Completed const& fact);
    std::optional<StreamEvent> of(event::Failed const& fact);

    bool emoji_;
    double progress_ = 0;
    int shown_ = -1;            // the attempt whose text was told last
    std::int64_t arrived_ = 0;  // deltas of this attempt, for the way from 0.5 to 0.7
};

}  // namespace signalbox
