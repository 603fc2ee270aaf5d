#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace signalbox {

enum class Alphabet : std::size_t { latin, cyrillic, greek, arabic, hebrew, indic, thai, east_asian };
inline constexpr std::array<std::string_view, 8> alphabet_names{"Latin",  "Cyrillic", "Greek", "Arabic",
                                                                "Hebrew", "Indic",    "Thai",  "East Asian"};

// How many letters of each alphabet a text has. Broken UTF-8 counts as nothing.
struct Letters {
    std::array<std::size_t, alphabet_names.size()> count{};
    std::size_t total = 0;
    void add(std::string_view text);
    // The alphabet of most letters.
    [[nodiscard]] Alphabet main() const;
    [[nodiscard]] double share(Alphabet alphabet) const;
};

}  // namespace signalbox
