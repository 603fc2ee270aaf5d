#include "lines.hpp"

#include <array>
#include <memory>
#include <zlib.h>

namespace signalbox::training {

std::expected<std::vector<std::string>, std::string> read_lines(std::string const& path) {
    auto const close = [](gzFile file) { gzclose(file); };
    std::unique_ptr<gzFile_s, decltype(close)> const file{gzopen(path.c_str(), "rb"), close};
    if (!file) return std::unexpected(path + ": cannot be opened");

    std::vector<std::string> lines;
    std::string line;
    std::array<char, 64 * 1024> piece{};
    int got = 0;
    while ((got = gzread(file.get(), piece.data(), piece.size())) > 0) {
        for (char const c : std::string_view{piece.data(), static_cast<std::size_t>(got)}) {
            if (c != '\n') {
                line.push_back(c);
            } else if (!line.empty()) {
                lines.push_back(std::move(line));
                line.clear();
            }
        }
    }
    if (got < 0) return std::unexpected(path + ": is no readable text or gzip file");
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace signalbox::training
