#include "cli/progress_bar.hpp"

#include <algorithm>

namespace signalbox::cli {

namespace {

constexpr std::string_view back_and_erase = "\r\x1b[K";
constexpr std::size_t bar_width = 20;

}  // namespace

ProgressBar::~ProgressBar() {
    if (!shown_.empty()) terminal_.err(back_and_erase);
}

void ProgressBar::show(std::string_view work, std::size_t done, std::size_t all) {
    if (!terminal_.err_is_live()) return;
    auto const percent = 100 * std::min(done, all) / std::max<std::size_t>(all, 1);
    std::string bar;
    for (std::size_t i = 0; i < bar_width; ++i) bar += i * 100 < percent * bar_width ? "█" : "░";
    auto line = painted(terminal_, Colour::green, bar) + " " + std::to_string(percent) + " % " + std::string{work};
    if (line == shown_) return;
    shown_ = std::move(line);
    terminal_.err(std::string{back_and_erase} + shown_);
}

}  // namespace signalbox::cli
