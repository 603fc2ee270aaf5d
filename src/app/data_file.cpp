#include "app/data_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <zlib.h>

namespace signalbox::app {

namespace {

constexpr std::size_t most_bytes = std::size_t{256} << 20;

std::unexpected<Error> not_read(std::string const& path, std::string const& why) {
    return fail(Errc::invalid_value, path + ": " + why);
}

struct Close {
    void operator()(gzFile file) const { ::gzclose(file); }
};

}  // namespace

Result<std::string> read_data_file(std::string const& path) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return not_read(path, "there is no such file");
    if (!std::filesystem::is_regular_file(path, ec)) return not_read(path, "is no file");
    std::unique_ptr<gzFile_s, Close> const file{::gzopen(path.c_str(), "rb")};
    if (!file) return not_read(path, std::strerror(errno));
    bool const packed = ::gzdirect(file.get()) == 0;
    if (!packed && path.ends_with(".gz")) return not_read(path, "its name ends in .gz, and it is no gzip file");

    std::string text;
    for (std::string piece(1 << 18, '\0');;) {
        auto const count = ::gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
        if (count < 0) return not_read(path, "cannot be unpacked; the file is damaged");
        if (count == 0) break;
        text.append(piece, 0, static_cast<std::size_t>(count));
        if (text.size() > most_bytes) return not_read(path, "is larger than 256 MiB");
    }
    int state = Z_OK;
    static_cast<void>(::gzerror(file.get(), &state));
    if (state == Z_BUF_ERROR) return not_read(path, "ends too early; the file is damaged");
    return text;
}

}  // namespace signalbox::app
