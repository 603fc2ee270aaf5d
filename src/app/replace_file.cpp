#include "app/replace_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace signalbox::app {

namespace {

std::unexpected<Error> not_written(std::string const& path, std::string const& why) {
    return fail(Errc::internal, path + ": cannot be written: " + why);
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// On the disk when it succeeds, so that the name that it gets later never stands for half a file.
Result<void> write_file(std::string const& path, std::string_view bytes) {
    auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return not_written(path, std::strerror(errno));
    bool const written = write_all(file, bytes) && ::fsync(file) == 0;
    auto const reason = errno;
    if (::close(file) == 0 && written) return {};
    return not_written(path, std::strerror(reason));
}

}  // namespace

Result<void> replace_file(std::string const& path, std::string_view text) {
    std::error_code ec;
    if (auto const folder = std::filesystem::path{path}.parent_path(); !folder.empty()) {
        std::filesystem::create_directories(folder, ec);
        if (ec) return not_written(path, ec.message());
    }
    auto const draft = path + "." + std::to_string(::getpid());
    if (auto written = write_file(draft, text); !written) return written;
    if (std::rename(draft.c_str(), path.c_str()) == 0) return {};
    auto const reason = errno;
    ::unlink(draft.c_str());
    return not_written(path, std::strerror(reason));
}

}  // namespace signalbox::app
