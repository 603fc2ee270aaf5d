#pragma once

#include "async/task.hpp"
#include "async/time.hpp"
#include "core/chain_context.hpp"
#include "core/stream_event.hpp"

#include <memory>
#include <optional>

namespace signalbox {

class ChainOrchestrator;

// A StreamEvent that owns what it points at.
struct OwnedStreamEvent {
    struct Kept;
    StreamEvent event;  // its pointers and views lead into `kept`
    std::shared_ptr<Kept const> kept;
};

// The events of one run, one by one: the asynchronous generator behind orchestrate_stream().
// The last event is terminal; after it next() gives nullopt for ever. A reader that does not ask
// slows the run down: it waits when 64 events lie ready. Destroying the stream before the end
// cancels the run, which then ends by itself on its loop.
class EventStream {
public:
    struct State;
    explicit EventStream(std::shared_ptr<State> state) : state_{std::move(state)} {}
    EventStream(EventStream&&) noexcept = default;
    EventStream& operator=(EventStream&&) noexcept = delete;
    ~EventStream();

    Task<std::optional<OwnedStreamEvent>> next();

private:
    std::shared_ptr<State> state_;
};

// Starts a run whose events the stream gives out. `orchestrator` and `time` outlive the run.
[[nodiscard]] EventStream start_event_stream(ChainOrchestrator& orchestrator, Time& time, ChainContext context,
                                             bool emoji);

}  // namespace signalbox
