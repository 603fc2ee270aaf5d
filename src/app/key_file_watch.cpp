#include "app/key_file_watch.hpp"

#include <utility>

namespace signalbox::app {

KeyFileWatch::KeyFileWatch(Time& time, Duration every, std::function<void()> changed)
    : every_{every}, changed_{std::move(changed)}, alarm_{time, *this} {}

void KeyFileWatch::follow(std::string const& path, FileMark const& read) {
    alarm_.disarm();
    path_ = path;
    if (path_.empty()) return;
    seen_ = read;
    alarm_.arm(alarm_.time().now() + every_);
}

void KeyFileWatch::look() {
    alarm_.arm(alarm_.time().now() + every_);
    auto const mark = mark_of(path_);
    if (std::exchange(seen_, mark) != mark) changed_();
}

}  // namespace signalbox::app
