#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace signalbox::fakes {

// A folder of a test's own, gone with it.
class ScratchFolder {
public:
    ScratchFolder() {
        auto path = (std::filesystem::temp_directory_path() / "signalbox-test-XXXXXX").string();
        if (auto const* made = ::mkdtemp(path.data())) folder_ = made;
    }
    ~ScratchFolder() {
        std::error_code ec;
        if (!folder_.empty()) std::filesystem::remove_all(folder_, ec);
    }
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;

    [[nodiscard]] std::string path(std::string const& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::size_t files() const {
        std::size_t count = 0;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{folder_})
            count += entry.is_regular_file();
        return count;
    }

private:
    std::filesystem::path folder_;
};

inline std::string content_of(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void write_content(std::string const& path, std::string const& text) {
    std::ofstream{path, std::ios::binary} << text;
}

}  // namespace signalbox::fakes
