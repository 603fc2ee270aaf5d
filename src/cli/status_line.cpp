#include "cli/status_line.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::cli {

namespace {

constexpr auto turn_time = milliseconds{100};
constexpr std::size_t bar_width = 10;
constexpr std::string_view back_and_erase = "\r\x1b[K";
constexpr std::array<std::string_view, 10> spinner{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

std::string bar(double progress) {
    auto const full = static_cast<std::size_t>(std::clamp(progress, 0.0, 1.0) * bar_width + 0.5);
    std::string text;
    for (std::size_t i = 0; i < bar_width; ++i) text += i < full ? "█" : "░";
    return text;
}

}  // namespace

StatusLine::StatusLine(Terminal& terminal, Time& time) : terminal_{terminal}, spinner_{time, *this} {}

void StatusLine::show(double progress, std::string message) {
    message = harmless(message);
    if (!terminal_.err_is_live()) {
        if (message != message_) terminal_.err(message + "\n");
        message_ = std::move(message);
        return;
    }
    progress_ = progress;
    message_ = std::move(message);
    shown_ = true;
    draw();
    spinner_.arm(spinner_.time().now() + turn_time);
}

void StatusLine::hide() {
    if (!shown_) return;
    shown_ = false;
    spinner_.disarm();
    terminal_.err(back_and_erase);
}

void StatusLine::turn() {
    ++turns_;
    draw();
    spinner_.arm(spinner_.time().now() + turn_time);
}

void StatusLine::draw() {
    // Longer than the screen, the line would wrap and could not be erased.
    auto const room = static_cast<std::size_t>(std::max(terminal_.width(), 20)) - bar_width - 5;
    std::string line{back_and_erase};
    line += painted(terminal_, Colour::yellow, spinner[turns_ % spinner.size()]);
    line += " " + painted(terminal_, Colour::green, bar(progress_)) + " ";
    line += fitting(message_, room);
    terminal_.err(line);
}

}  // namespace signalbox::cli
