#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::fakes {

// One line of a table of bytes: name, expectation and bytes, with tabs between them.
struct ByteVector {
    std::string name;
    std::string expected;
    std::string bytes;  // still escaped
};

// Undoes \r \n \t \\ \xHH and {N*text}.
inline std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (auto const star = text.find('*');
            text.front() == '{' && star != std::string_view::npos &&
            text.substr(1, star - 1).find_first_not_of("0123456789") == std::string_view::npos) {
            auto const end = text.find('}');
            auto const piece = unescaped(text.substr(star + 1, end - star - 1));
            for (auto count = std::stoi(std::string{text.substr(1, star - 1)}); count > 0; --count) out += piece;
            text.remove_prefix(end + 1);
            continue;
        }
        std::size_t length = 1;
        auto byte = text.front();
        if (byte == '\\') {
            length = 2;
            switch (text[1]) {
                case 'r':
                    byte = '\r';
                    break;
                case 'n':
                    byte = '\n';
                    break;
                case 't':
                    byte = '\t';
                    break;
                case 'x':
                    byte = static_cast<char>(std::stoi(std::string{text.substr(2, 2)}, nullptr, 16)), length = 4;
                    break;
                default:
                    byte = text[1];
                    break;
            }
        }
        out += byte;
        text.remove_prefix(length);
    }
    return out;
}

// The lines of a table but for its comments, which begin with '#'.
inline std::vector<ByteVector> read_byte_vectors(std::string const& path) {
    std::ifstream file{path};
    std::vector<ByteVector> all;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        auto const first = line.find('\t');
        auto const second = line.find('\t', first + 1);
        all.push_back({line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)});
    }
    return all;
}

}  // namespace signalbox::fakes
