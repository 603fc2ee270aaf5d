#include "app/problems.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

constexpr std::size_t most_told = 20;

std::string line_of(std::string const& file, Problem const& problem) {
    std::string line = file;
    if (problem.place.line > 0) {
        line += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
    }
    line += ": ";
    if (!problem.path.empty()) line += problem.path + ": ";
    return line + problem.message;
}

}  // namespace

void Problems::add(Problem problem) {
    if (full()) return;
    auto const behind = std::ranges::upper_bound(problems_, problem.place, {}, &Problem::place);
    problems_.insert(behind, std::move(problem));
}

Error Problems::error() const {
    std::string lines;
    for (std::size_t i = 0; i < std::min(problems_.size(), most_told); ++i) {
        if (i > 0) lines += '\n';
        lines += line_of(file_, problems_[i]);
    }
    if (problems_.size() > most_told) lines += "\n... and " + std::to_string(problems_.size() - most_told) + " more";
    return {Errc::invalid_value, std::move(lines), {}, {}};
}

}  // namespace signalbox::app
