#include "pipeline/race.hpp"

#include <utility>

namespace signalbox {

void Race::enter(int lane, int nth, Cancellation& stop) {
    lanes_[at(lane)].shown_as = nth;
    lanes_[at(lane)].stop = &stop;
}

void Race::leave(int lane, bool good) {
    lanes_[at(lane)].stop = nullptr;
    if (good && open_for(lane)) {
        winner_ = lane;
        return lead(lane);
    }
    if (leader_ != lane || run_.committed) return;
    leader_.reset();
    auto const other = 1 - lane;
    auto const& rest = lanes_[at(other)];
    if (rest.stop != nullptr && !(rest.text.empty() && rest.reasoning.empty())) lead(other);
}

void Race::publish(int lane, Event const& event) {
    if (!open_for(lane)) return;
    if (auto const* text = std::get_if<event::Arrived>(&event)) return arrived(lane, *text);
    if (std::holds_alternative<event::Committed>(event)) return commit(lane);
    run_.sink.publish(event);
}

void Race::arrived(int lane, event::Arrived const& event) {
    auto& mine = lanes_[at(lane)];
    mine.model = event.model;
    if (!leader_) lead(lane);
    if (leader_ != lane) return keep(mine, event.delta);
    run_.shown = mine.shown_as;
    run_.sink.publish(event::Arrived{mine.shown_as, event.delta, event.model});
}

void Race::keep(Lane& lane, Delta const& delta) {
    lane.text += delta.text;
    lane.reasoning += delta.reasoning;
    lane.frames += delta.frames;
    lane.tool_calls = lane.tool_calls || delta.tool_calls;
    lane.finish = lane.finish || delta.finish;
}

// From now on the reader sees this attempt, and at once what was kept of it.
void Race::lead(int lane) {
    if (leader_ == lane) return;
    leader_ = lane;
    auto& mine = lanes_[at(lane)];
    // A reader drops what has a lower number: an earlier attempt that takes over needs a new one.
    if (run_.shown > mine.shown_as) mine.shown_as = run_.next_nth++;
    if (mine.text.empty() && mine.reasoning.empty()) return;
    run_.shown = mine.shown_as;
    run_.sink.publish(event::Arrived{mine.shown_as,
                                     Delta{.text = mine.text,
                                           .reasoning = mine.reasoning,
                                           .frames = mine.frames,
                                           .tool_calls = mine.tool_calls,
                                           .finish = mine.finish},
                                     mine.model});
    run_.sink.flush();
}

void Race::commit(int lane) {
    winner_ = lane;
    run_.committed = true;
    if (auto* other = lanes_[at(1 - lane)].stop; other != nullptr) other->request(Errc::cancelled);
    lead(lane);
    run_.sink.publish(event::Committed{lanes_[at(lane)].shown_as});
}

}  // namespace signalbox
