#include "lines.hpp"
#include "sources.hpp"

#include <charconv>
#include <map>
#include <numeric>

namespace signalbox::training {

namespace {

std::vector<std::string> cells_of(std::string const& line) {
    std::vector<std::string> cells{""};
    for (char const c : line) {
        if (c == ',') {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back().push_back(c);
        }
    }
    return cells;
}

// The scores of one model, by the names of the table's columns.
using Scores = std::map<std::string, double, std::less<>>;

}  // namespace

std::expected<std::array<double, category_names.size()>, std::string> category_gaps(std::string const& path) {
    auto const lines = read_lines(path);
    if (!lines) return std::unexpected(lines.error());
    if (lines->empty()) return std::unexpected(path + ": is empty");
    auto const names = cells_of(lines->front());
    std::map<std::string, Scores, std::less<>> models;
    for (std::size_t i = 1; i < lines->size(); ++i) {
        auto const cells = cells_of((*lines)[i]);
        Scores scores;
        for (std::size_t k = 1; k < std::min(names.size(), cells.size()); ++k) {
            std::from_chars(cells[k].data(), cells[k].data() + cells[k].size(), scores[names[k]]);
        }
        models[cells.front()] = scores;
    }
    auto& cheap = models["Mixtral-8x7B-Instruct-v0.1"];
    auto& strong = models["gpt-4-turbo-2024-04-09"];
    auto& other = models["gpt-4-0125-preview"];
    auto const gap = [&](std::string const& group) { return (strong[group] + other[group]) / 2 - cheap[group]; };
    if (cheap.empty() || strong.empty() || other.empty()) return std::unexpected(path + ": lacks a reference model");

    auto const talk = gap("info_advice");
    std::array<double, category_names.size()> gaps{gap("coding_debugging"), talk, gap("wb_score_creative"),
                                                   (gap("planning_reasoning") + gap("math_data")) / 2, talk};
    auto const mean = std::accumulate(gaps.begin(), gaps.end(), 0.0) / static_cast<double>(gaps.size());
    for (auto& one : gaps) one -= mean;
    return gaps;
}

}  // namespace signalbox::training
