#include "cli/evaluation_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace signalbox::cli {

namespace {

using evaluation::CurvePoint;

constexpr int rows = 14;
constexpr int widest = 64;
constexpr int margin = 8;  // for the labels of the quality

// A character cell: what lies in it, the most important last. Signs differ without colours too.
enum class Sign : unsigned char { none, chance, length, oracle, ours };
constexpr std::array<std::string_view, 5> signs{" ", "░", "+", "o", "█"};

struct Range {
    double low = 0;
    double high = 0;
    void take(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] double part(double value) const { return high > low ? (value - low) / (high - low) : 0; }
};

class Canvas {
public:
    Canvas(int columns, Range cost, Range quality)
        : columns_{columns}, cost_{cost}, quality_{quality}, cells_(static_cast<std::size_t>(columns) * rows) {}

    void line(std::vector<CurvePoint> const& points, Sign sign) {
        for (std::size_t i = 0; i + 1 < points.size(); ++i) segment(points[i], points[i + 1], sign);
    }
    void band(std::vector<CurvePoint> const& low, std::vector<CurvePoint> const& high) {
        for (std::size_t i = 0; i < low.size(); ++i) {
            auto const bottom = row_of(low[i].quality), top = row_of(high[i].quality);
            for (auto row = bottom; row <= top; ++row) mark(column_of(low[i].cost), row, Sign::chance);
        }
    }
    [[nodiscard]] Sign at(int column, int row) const { return cells_[place(column, row)]; }

private:
    // Fine enough that no cell on the way is left out.
    void segment(CurvePoint const& a, CurvePoint const& b, Sign sign) {
        constexpr int pieces = 16;
        for (int i = 0; i <= pieces; ++i) {
            auto const part = static_cast<double>(i) / pieces;
            mark(column_of(a.cost + part * (b.cost - a.cost)), row_of(a.quality + part * (b.quality - a.quality)),
                 sign);
        }
    }
    void mark(int column, int row, Sign sign) {
        auto& cell = cells_[place(column, row)];
        cell = std::max(cell, sign);
    }
    [[nodiscard]] std::size_t place(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
    }
    [[nodiscard]] int column_of(double cost) const {
        return std::clamp(static_cast<int>(std::lround(cost_.part(cost) * (columns_ - 1))), 0, columns_ - 1);
    }
    [[nodiscard]] int row_of(double quality) const {
        return std::clamp(static_cast<int>(std::lround(quality_.part(quality) * (rows - 1))), 0, rows - 1);
    }

    int columns_;
    Range cost_, quality_;
    std::vector<Sign> cells_;  // row 0 is the lowest
};

std::string sign_text(Sign sign, Terminal const& terminal) {
    auto const text = signs[static_cast<std::size_t>(sign)];
    switch (sign) {
        case Sign::none:
            return std::string{text};
        case Sign::ours:
            return painted(terminal, Colour::green, text);
        case Sign::length:
            return painted(terminal, Colour::yellow, text);
        case Sign::oracle:
        case Sign::chance:
            return painted(terminal, Colour::dim, text);
    }
    return {};
}

std::string number(char const* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string axis(int columns, Range cost) {
    std::string const left(margin - 1, ' ');
    std::string line = left + "└";
    for (int i = 0; i < columns; ++i) line += "─";
    auto const from = number("%.3g%%", 100 * cost.low), to = number("%.3g%%", 100 * cost.high);
    std::string const title = "cost, of always asking the strong model";
    auto const room =
        static_cast<std::size_t>(columns) - std::min(static_cast<std::size_t>(columns), from.size() + to.size());
    auto const words = room > title.size() + 2 ? title : std::string{"cost"};
    auto const before = (room - std::min(room, words.size())) / 2;
    auto const after = room - std::min(room, before + words.size());
    return line + "\n " + left + from + std::string(before, ' ') + words + std::string(after, ' ') + to + "\n";
}

// On more lines where the screen is narrow.
std::string legend(Terminal const& terminal) {
    constexpr std::array<std::pair<Sign, std::string_view>, 4> entries{
        {{Sign::ours, "ours"}, {Sign::length, "length"}, {Sign::oracle, "oracle"}, {Sign::chance, "shuffled, 95 %"}}};
    std::string const indent(margin, ' ');
    auto const room = static_cast<std::size_t>(std::max(terminal.width(), 1));
    std::string text = indent;
    std::size_t used = indent.size();
    for (auto const& [sign, words] : entries) {
        auto const needed = words.size() + 5;  // the sign, a space behind it, three before the next
        if (used + needed > room && used > indent.size()) {
            text += "\n" + indent;
            used = indent.size();
        }
        text += sign_text(sign, terminal) + " " + std::string{words} + "   ";
        used += needed;
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string quality_plot(EvaluationReport const& report, Terminal const& terminal) {
    auto const& curves = report.evaluation.curves;
    if (curves.ours.empty()) return {};
    auto const& start = curves.ours.front();
    Range cost{start.cost, start.cost}, quality{start.quality, start.quality};
    for (auto const* points : {&curves.ours, &curves.length, &curves.oracle, &curves.chance_low, &curves.chance_high}) {
        for (auto const& point : *points) {
            cost.take(point.cost);
            quality.take(point.quality);
        }
    }
    auto const columns = std::clamp(terminal.width() - margin - 2, 20, widest);
    Canvas canvas{columns, cost, quality};
    canvas.band(curves.chance_low, curves.chance_high);
    canvas.line(curves.length, Sign::length);
    canvas.line(curves.oracle, Sign::oracle);
    canvas.line(curves.ours, Sign::ours);

    std::string text = painted(terminal, Colour::dim, "quality") + "\n";
    for (int row = rows - 1; row >= 0; --row) {
        bool const labelled = row == rows - 1 || row == 0 || row == rows / 2;
        auto const value = quality.low + (quality.high - quality.low) * row / (rows - 1);
        auto const label = labelled ? number("%.3f", value) : std::string{};
        text += std::string(static_cast<std::size_t>(margin) - 2 - label.size(), ' ') + label + " │";
        std::string line;
        int filled = columns;
        while (filled > 0 && canvas.at(filled - 1, row) == Sign::none) --filled;
        for (int column = 0; column < filled; ++column) line += sign_text(canvas.at(column, row), terminal);
        text += line + "\n";
    }
    return text + axis(columns, cost) + legend(terminal);
}

}  // namespace signalbox::cli
