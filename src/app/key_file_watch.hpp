#pragma once

#include "async/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>

namespace signalbox::app {

// Notices when a file was replaced, by looking at it now and then: a look costs one system call, and works
// on every file system. Threads: one loop.
class KeyFileWatch {
public:
    // `time` outlives it.
    KeyFileWatch(Time& time, Duration every, std::function<void()> changed);

    // Follows this file from now on; empty: none.
    void follow(std::string const& path);
    void stop() { alarm_.disarm(); }

private:
    // Of a file: its inode, size and time of change; zeros when there is none.
    using Mark = std::tuple<std::uint64_t, std::int64_t, std::int64_t, std::int64_t>;
    class Alarm final : public Time::Alarm {
    public:
        Alarm(Time& time, KeyFileWatch& owner) : Time::Alarm{time}, owner_{owner} {}
        void fire() override { owner_.look(); }

    private:
        KeyFileWatch& owner_;
    };
    [[nodiscard]] static Mark mark_of(std::string const& path);
    void look();

    Duration every_;
    std::function<void()> changed_;
    std::string path_;
    Mark seen_{};
    Alarm alarm_;
};

}  // namespace signalbox::app
