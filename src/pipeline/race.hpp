#pragma once

#include "pipeline/attempt.hpp"
#include "pipeline/run_scope.hpp"

#include <array>
#include <optional>
#include <string>

namespace signalbox {

// What the reader of a run sees of two attempts that run at the same time.
//
// One attempt leads: the first whose text comes. Its text passes as it comes, that of the other is
// kept. The other takes its place, with all it has, when it wins or when the leader fails; for the
// reader that is a new attempt number. An attempt that commits has won: the other is cancelled in the
// same turn of the loop, and nothing of it passes any more.
// Threads: the run's loop.
class Race {
public:
    explicit Race(RunScope& run) : run_{run}, lanes_{Lane{*this, 0}, Lane{*this, 1}} {}
    Race(Race const&) = delete;
    Race& operator=(Race const&) = delete;

    // The reader for one of both attempts.
    [[nodiscard]] EventSink& reader(int lane) { return lanes_[at(lane)]; }
    // Before the attempt starts: its number, and what stops it alone.
    void enter(int lane, int nth, Cancellation& stop);
    // The attempt has ended; `good`: with an answer that passed.
    void leave(int lane, bool good);

    // May this attempt's answer win? Not when the other has committed.
    [[nodiscard]] bool open_for(int lane) const { return !winner_ || winner_ == lane; }
    // The number under which the reader knows its text.
    [[nodiscard]] int shown_as(int lane) const { return lanes_[at(lane)].shown_as; }

private:
    class Lane final : public EventSink {
    public:
        Lane(Race& race, int index) : race_{race}, index_{index} {}
        void publish(Event const& event) override { race_.publish(index_, event); }
        void flush() override { race_.run_.sink.flush(); }
        [[nodiscard]] bool behind() const override { return race_.leader_ == index_ && race_.run_.sink.behind(); }
        Task<void> caught_up() override { return race_.run_.sink.caught_up(); }

        int shown_as = -1;
        Cancellation* stop = nullptr;  // null: not running
        std::string_view model;
        std::string text;  // kept while the other leads
        std::string reasoning;
        std::string frames;
        bool tool_calls = false;
        bool finish = false;

    private:
        Race& race_;
        int index_;
    };
    static constexpr std::size_t at(int lane) { return static_cast<std::size_t>(lane); }
    void publish(int lane, Event const& event);
    void arrived(int lane, event::Arrived const& event);
    void keep(Lane& lane, Delta const& delta);
    void lead(int lane);
    void commit(int lane);

    RunScope& run_;
    std::array<Lane, 2> lanes_;
    std::optional<int> leader_;
    std::optional<int> winner_;
};

}  // namespace signalbox
