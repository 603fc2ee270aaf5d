#include "app/key_file_watch.hpp"

#include <sys/stat.h>
#include <utility>

namespace signalbox::app {

KeyFileWatch::KeyFileWatch(Time& time, Duration every, std::function<void()> changed)
    : every_{every}, changed_{std::move(changed)}, alarm_{time, *this} {}

void KeyFileWatch::follow(std::string const& path) {
    alarm_.disarm();
    path_ = path;
    if (path_.empty()) return;
    seen_ = mark_of(path_);
    alarm_.arm(alarm_.time().now() + every_);
}

KeyFileWatch::Mark KeyFileWatch::mark_of(std::string const& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return {};
    return {facts.st_ino, facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec};
}

void KeyFileWatch::look() {
    alarm_.arm(alarm_.time().now() + every_);
    auto const mark = mark_of(path_);
    if (std::exchange(seen_, mark) != mark) changed_();
}

}  // namespace signalbox::app
