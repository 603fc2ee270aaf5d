#pragma once

#include "async/time.hpp"
#include "cli/terminal.hpp"

#include <string>

namespace signalbox::cli {

// What the run is doing right now. On a live screen one line that is redrawn, with a turning
// spinner; elsewhere one plain line per message, each said once.
// Threads: the loop of `time`.
class StatusLine {
public:
    // Both outlive it.
    StatusLine(Terminal& terminal, Time& time);

    void show(double progress, std::string message);
    // Off the screen, to make room for text. Plain lines stay.
    void hide();

private:
    class Spinner final : public Time::Alarm {
    public:
        Spinner(Time& time, StatusLine& owner) : Alarm{time}, owner_{owner} {}
        void fire() override { owner_.turn(); }

    private:
        StatusLine& owner_;
    };
    void turn();
    void draw();

    Terminal& terminal_;
    Spinner spinner_;
    double progress_ = 0;
    std::string message_;
    std::size_t turns_ = 0;
    bool shown_ = false;
};

}  // namespace signalbox::cli
