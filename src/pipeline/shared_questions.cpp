#include "pipeline/shared_questions.hpp"

#include "async/signal.hpp"

namespace signalbox {

class SharedQuestions::Waiting final : public Time::Alarm {
public:
    explicit Waiting(Time& time) : Alarm{time}, woken{time} {}
    void fire() override { woken.set(); }

    Signal woken;
    SharedOpinion opinion;
    bool chosen = false;  // the duty is its own now
};

Task<SharedQuestions::Place> SharedQuestions::join(Digest key, TimePoint until, Cancellation& cancellation) {
    Place place;
    auto const [line, first] = lines_.try_emplace(key);
    if (first) {
        place.duty.emplace(*this, key);
        co_return place;
    }
    Waiting me{time_};
    line->second.push_back(&me);
    me.arm(until);
    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<Signal*>(self)->set(); }, &me.woken};
    co_await me.woken.wait();

    if (me.chosen) {
        place.duty.emplace(*this, key);
    } else if (me.opinion) {
        place.opinion = std::move(me.opinion);
    } else {
        std::erase(lines_.at(key), &me);
    }
    co_return place;
}

void SharedQuestions::pass_on(Digest const& key) {
    auto const found = lines_.find(key);
    auto& line = found->second;
    if (line.empty()) {
        lines_.erase(found);
        return;
    }
    auto& next = *line.front();
    line.erase(line.begin());
    next.chosen = true;
    next.woken.set();
}

void SharedQuestions::tell(Digest const& key, SharedOpinion const& opinion) {
    auto const line = std::move(lines_.extract(key).mapped());
    for (auto* one : line) {
        one->opinion = opinion;
        one->woken.set();
    }
}

}  // namespace signalbox
