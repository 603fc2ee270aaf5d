#include "app/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace signalbox::app {

namespace {

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest(std::string_view wrong, std::span<std::string_view const> names) {
    if (wrong.size() > 64) return {};  // nobody mistypes that
    auto best = std::max<std::size_t>(2, wrong.size() / 3) + 1;
    std::string_view found;
    for (auto const name : names.first(std::min<std::size_t>(names.size(), 256))) {
        auto const apart = distance(wrong, name);
        if (apart >= best || apart >= std::max(wrong.size(), name.size())) continue;
        best = apart;
        found = name;
    }
    return found;
}

}  // namespace signalbox::app
