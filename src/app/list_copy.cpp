#include "app/list_copy.hpp"

#include "wire/openrouter_models.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace signalbox::app {

namespace {

constexpr std::size_t max_copy = 16 << 20;

std::unexpected<Error> not_written(std::string const& path, std::string const& why) {
    return fail(Errc::internal, path + ": cannot be written: " + why);
}

std::unexpected<Error> not_read(std::string const& path, std::string const& why) {
    return fail(Errc::provider_protocol, path + ": " + why);
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

Result<std::optional<std::vector<ListedModel>>> read_list_copy(std::string const& path) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return std::optional<std::vector<ListedModel>>{};
    if (!std::filesystem::is_regular_file(path, ec)) return not_read(path, "is no file");
    std::ifstream file{path, std::ios::binary};
    std::string text(max_copy + 1, '\0');  // one more tells that it is too large
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || text.empty()) return not_read(path, "cannot be read");
    if (text.size() > max_copy) return not_read(path, "is too large");
    wire::JsonReader reader;
    auto page = wire::read_openrouter_models(text, reader);
    if (!page) return not_read(path, page.error().detail);
    return std::optional{std::move(page->models)};
}

Result<void> write_list_copy(std::string const& path, std::span<ListedModel const> models) {
    std::string text;
    wire::append_openrouter_models(text, models);
    text.push_back('\n');
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
