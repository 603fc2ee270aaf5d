#include "pipeline/event_stream.hpp"

#include "async/signal.hpp"
#include "pipeline/narrator.hpp"
#include "pipeline/orchestrator.hpp"

#include <deque>
#include <string>
#include <utility>

namespace signalbox {

struct OwnedStreamEvent::Kept {
    std::string model;
    std::string content;
    AnalysisResult analysis;
    RoutingPlan plan;
    Usage usage;
    ValidationResult validation;
    ChainResult result;
    Error error;
};

namespace {

constexpr std::size_t most_waiting = 64;

OwnedStreamEvent own(StreamEvent event) {
    auto kept = std::make_shared<OwnedStreamEvent::Kept>();
    kept->model = event.model;
    event.model = kept->model;
    kept->content = event.content;
    event.content = kept->content;
    auto const keep = [](auto const*& pointer, auto& place) {
        if (pointer == nullptr) return;
        place = *pointer;
        pointer = &place;
    };
    keep(event.analysis, kept->analysis);
    keep(event.plan, kept->plan);
    keep(event.usage, kept->usage);
    keep(event.validation, kept->validation);
    keep(event.result, kept->result);
    keep(event.error, kept->error);
    return {std::move(event), std::move(kept)};
}

}  // namespace

// Shared by the reader and the run, whichever lives longer.
struct EventStream::State final : EventSink {
    State(Time& time, ChainContext request, bool emoji)
        : context{std::move(request)}, narrator{emoji}, arrived{time}, taken{time} {}

    void publish(Event const& event) override {
        if (auto told = narrator.tell(event)) {
            ready.push_back(own(std::move(*told)));
            arrived.set();
        }
    }
    [[nodiscard]] bool behind() const override { return ready.size() >= most_waiting && !cancellation.requested(); }
    Task<void> caught_up() override {
        while (behind()) co_await taken.wait();
    }

    ChainContext context;
    Narrator narrator;
    Cancellation cancellation;
    std::deque<OwnedStreamEvent> ready;
    Signal arrived;
    Signal taken;
    bool over = false;
};

namespace {

Task<void> run_for(ChainOrchestrator& orchestrator, std::shared_ptr<EventStream::State> state) {
    auto const result = co_await orchestrator.run(state->context, *state, state->cancellation);
    static_cast<void>(result);  // its terminal event has told the reader
}

}  // namespace

EventStream start_event_stream(ChainOrchestrator& orchestrator, Time& time, ChainContext context, bool emoji) {
    auto state = std::make_shared<EventStream::State>(time, std::move(context), emoji);
    spawn(run_for(orchestrator, state));
    return EventStream{std::move(state)};
}

Task<std::optional<OwnedStreamEvent>> EventStream::next() {
    auto const state = state_;
    if (state->over) co_return std::nullopt;
    while (state->ready.empty()) co_await state->arrived.wait();
    auto event = std::move(state->ready.front());
    state->ready.pop_front();
    state->taken.set();
    state->over = event.event.terminal();
    co_return event;
}

EventStream::~EventStream() {
    if (!state_ || state_->over) return;
    state_->cancellation.request(Errc::cancelled);
    state_->taken.set();
}

}  // namespace signalbox
