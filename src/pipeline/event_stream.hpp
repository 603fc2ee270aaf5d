#pragma once

#include "async/cancellation.hpp"
#include "async/task.hpp"
#include "core/stream_event.hpp"

#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// A StreamEvent that owns what it points at.
struct OwnedStreamEvent {
    StreamEvent event;  // its pointers and views lead into `kept`
    struct Kept;
    std::shared_ptr<Kept const> kept;
};

// The events of one run, one by one; the last one is terminal, then next() gives nullopt for ever.
// Destroying it before the end cancels the run, which ends by itself on its loop.
class EventStream {
public:
    struct State;
    explicit EventStream(std::shared_ptr<State> state) : state_{std::move(state)} {}
    EventStream(EventStream&&) noexcept = default;
    EventStream& operator=(EventStream&&) noexcept = default;
    ~EventStream();

    Task<std::optional<OwnedStreamEvent>> next();

private:
    std::shared_ptr<State> state_;
};

}  // namespace signalbox
