#include "cli/evaluation_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace signalbox::cli {

namespace {

using evaluation::CurvePoint;

// In the picture's own units.
constexpr double width = 720, height = 440;
constexpr double left = 72, right = 24, top = 48, bottom = 64;

constexpr std::string_view style = R"(<style>
  svg { color-scheme: light dark; background: #ffffff; font: 13px system-ui, sans-serif; }
  text { fill: #1f2933; } .soft { fill: #5b6770; }
  .axis { stroke: #5b6770; } .grid { stroke: #e3e8ec; }
  .ours { stroke: #0b6e4f; } .length { stroke: #b4690e; } .oracle { stroke: #3b5bdb; } .random { stroke: #87929b; }
  .band { fill: #87929b; fill-opacity: .28; } path.line { fill: none; stroke-width: 2; }
  .length { stroke-dasharray: 7 4; } .oracle { stroke-dasharray: 2 4; } .random { stroke-dasharray: 1 5; }
  path.ours { stroke-width: 3; }
  @media (prefers-color-scheme: dark) {
    svg { background: #14191d; } text { fill: #e6ebef; } .soft { fill: #9fabb4; }
    .axis { stroke: #9fabb4; } .grid { stroke: #2b343b; }
    .ours { stroke: #4fd1a1; } .length { stroke: #f0b45b; } .oracle { stroke: #8ea6ff; }
  }
</style>
)";

std::string number(char const* format, double value) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (auto const byte : harmless(text)) {
        switch (byte) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\n':
                out += ' ';
                break;
            default:
                out += byte;
        }
    }
    return out;
}

// A round step that divides a range into about five.
double tick_step(double range) {
    constexpr double rounding = 1e-6;  // of sums: 100.0000001 % is 100 %
    auto const rough = range / 5 * (1 - rounding);
    auto const digit = std::pow(10, std::floor(std::log10(rough)));
    for (auto const factor : {1.0, 2.0, 5.0}) {
        if (factor * digit >= rough) return factor * digit;
    }
    return 10 * digit;
}

class Picture {
public:
    explicit Picture(evaluation::Curves const& curves) {
        cost_high_ = 1;
        quality_low_ = quality_high_ = curves.ours.front().quality;
        for (auto const* points :
             {&curves.ours, &curves.length, &curves.oracle, &curves.chance_low, &curves.chance_high}) {
            for (auto const& point : *points) {
                cost_high_ = std::max(cost_high_, point.cost);
                quality_low_ = std::min(quality_low_, point.quality);
                quality_high_ = std::max(quality_high_, point.quality);
            }
        }
        auto const air = std::max((quality_high_ - quality_low_) * 0.06, 0.005);
        quality_low_ = std::max(quality_low_ - air, 0.0);
        quality_high_ = std::min(quality_high_ + air, 1.0);
    }

    void axes() {
        auto const quality_step = tick_step(quality_high_ - quality_low_), cost_step = tick_step(cost_high_);
        for (auto i = std::ceil(quality_low_ / quality_step); i * quality_step <= quality_high_; ++i) {
            auto const at = y(i * quality_step);
            line("grid", left, at, width - right, at);
            text("soft", left - 8, at + 4, "end", number("%.4g", i * quality_step));
        }
        for (double i = 0; i * cost_step <= cost_high_ + 1e-9; ++i) {
            auto const at = x(i * cost_step);
            line("axis", at, height - bottom, at, height - bottom + 5);
            text("soft", at, height - bottom + 20, "middle", number("%.4g %%", 100 * i * cost_step));
        }
        line("axis", left, height - bottom, width - right, height - bottom);
        line("axis", left, top, left, height - bottom);
        text("", (left + width - right) / 2, height - 18, "middle",
             "cost, in percent of always asking the strong model");
        svg_ += "<text transform=\"translate(20 " + number("%.1f", (top + height - bottom) / 2) +
                ") rotate(-90)\" text-anchor=\"middle\">mean quality of the answers</text>\n";
    }
    void band(std::vector<CurvePoint> const& low, std::vector<CurvePoint> const& high) {
        std::string points;
        for (auto const& point : high) points += place(point) + " ";
        for (auto point = low.rbegin(); point != low.rend(); ++point) points += place(*point) + " ";
        svg_ += "<polygon class=\"band\" points=\"" + points + "\"/>\n";
    }
    void curve(std::string_view kind, std::vector<CurvePoint> const& points) {
        std::string path;
        for (auto const& point : points) path += (path.empty() ? "M" : "L") + place(point) + " ";
        svg_.append("<path class=\"line ").append(kind).append("\" d=\"").append(path).append("\"/>\n");
    }
    // In the lower right corner, which good curves leave free.
    void legend(evaluation::Evaluation const& found) {
        constexpr std::array<std::string_view, 4> kinds{"ours", "length", "random", "oracle"};
        auto at = height - bottom - 22 * (kinds.size() + 1);
        auto const from = width - right - 208;
        for (auto const kind : kinds) {
            svg_.append("<path class=\"line ").append(kind).append("\" d=\"M") +=
                number("%.1f", from) + " " + number("%.1f", at) + "h34\"/>\n";
            text("", from + 44, at + 4, "start", label(kind, found));
            at += 22;
        }
        svg_ += "<rect class=\"band\" x=\"" + number("%.1f", from) + "\" y=\"" + number("%.1f", at - 6) +
                "\" width=\"34\" height=\"12\"/>\n";
        text("", from + 44, at + 4, "start", "shuffled, 95 %");
    }
    void text(std::string_view kind, double at_x, double at_y, std::string_view anchor, std::string_view words) {
        svg_ += "<text x=\"" + number("%.1f", at_x) + "\" y=\"" + number("%.1f", at_y) + "\" text-anchor=\"";
        svg_.append(anchor).append("\"");
        if (!kind.empty()) svg_.append(" class=\"").append(kind).append("\"");
        svg_ += ">" + escaped(words) + "</text>\n";
    }
    [[nodiscard]] std::string const& svg() const { return svg_; }

private:
    [[nodiscard]] double x(double cost) const { return left + (width - left - right) * cost / cost_high_; }
    [[nodiscard]] double y(double quality) const {
        auto const part = (quality - quality_low_) / (quality_high_ - quality_low_);
        return height - bottom - (height - top - bottom) * part;
    }
    [[nodiscard]] std::string place(CurvePoint const& point) const {
        return number("%.1f", x(point.cost)) + "," + number("%.1f", y(point.quality));
    }
    void line(std::string_view kind, double x1, double y1, double x2, double y2) {
        svg_.append("<path class=\"").append(kind).append("\" d=\"M") += number("%.1f", x1) + " " + number("%.1f", y1) +
                                                                         "L" + number("%.1f", x2) + " " +
                                                                         number("%.1f", y2) + "\"/>\n";
    }
    [[nodiscard]] static std::string label(std::string_view kind, evaluation::Evaluation const& found) {
        std::string text{kind == "random" ? "random, expected" : kind};
        auto const contender = from_name<evaluation::Contender>(kind);
        if (!contender || kind == "random") return text;
        auto const& apgr = found.contenders[static_cast<std::size_t>(*contender)].apgr.value;
        return apgr ? text + number(", APGR %.3f", *apgr) : text;
    }

    double cost_high_ = 1, quality_low_ = 0, quality_high_ = 1;
    std::string svg_;
};

}  // namespace

std::string quality_svg(EvaluationReport const& report) {
    auto const& found = report.evaluation;
    auto const& curves = found.curves;
    Picture picture{curves};
    picture.axes();
    picture.band(curves.chance_low, curves.chance_high);
    picture.curve("random", {curves.ours.front(), curves.ours.back()});
    picture.curve("length", curves.length);
    picture.curve("oracle", curves.oracle);
    picture.curve("ours", curves.ours);
    picture.legend(found);
    auto const title = "Quality against cost: " + report.weak + " and " + report.strong + ", " +
                       std::to_string(found.prompts) + " prompts";
    picture.text("", left, 26, "start", title);
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 440\" role=\"img\" aria-label=\"";
    svg += escaped(title.find('"') == std::string::npos ? title : "Quality against cost") + "\">\n";
    return svg.append(style).append(picture.svg()).append("</svg>\n");
}

}  // namespace signalbox::cli
