#include "app/file_mark.hpp"

#include <sys/stat.h>

namespace signalbox::app {

FileMark mark_of(std::string const& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return {};
    return {.inode = facts.st_ino,
            .size = facts.st_size,
            .seconds = facts.st_mtim.tv_sec,
            .nanoseconds = facts.st_mtim.tv_nsec};
}

}  // namespace signalbox::app
