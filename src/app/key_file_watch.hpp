#pragma once

#include "app/file_mark.hpp"
#include "async/time.hpp"

#include <functional>
#include <string>

namespace signalbox::app {

// Notices when a file was replaced, by looking at it now and then: a look costs one system call, and works
// on every file system. Threads: one loop.
class KeyFileWatch {
public:
    // `time` outlives it.
    KeyFileWatch(Time& time, Duration every, std::function<void()> changed);

    // Follows this file from now on; empty: none. `read` is its mark from before it was read: what was
    // replaced since then is noticed at the next look.
    void follow(std::string const& path, FileMark const& read);
    void stop() { alarm_.disarm(); }

private:
    class Alarm final : public Time::Alarm {
    public:
        Alarm(Time& time, KeyFileWatch& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.look(); }

    private:
        KeyFileWatch& owner_;
    };
    void look();

    Duration every_;
    std::function<void()> changed_;
    std::string path_;
    FileMark seen_;
    Alarm alarm_;
};

}  // namespace signalbox::app
