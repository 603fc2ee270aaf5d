#include "cli/terminal.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace signalbox::cli {

namespace {

bool set_and_not_empty(char const* variable) {
    auto const* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

bool dumb() {
    auto const* term = std::getenv("TERM");
    return term == nullptr || std::string_view{term} == "dumb" || *term == '\0';
}

// A reader that left (`| head`) is no failure of ours: what cannot be written is dropped.
void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

struct Character {
    std::size_t bytes;
    std::size_t columns;
};

// The first character of valid UTF-8 `text`. REQUIRES: not empty.
Character first_character(std::string_view text) {
    auto const lead = static_cast<unsigned char>(text[0]);
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0x3f >> (length - 1));
    for (std::size_t i = 1; i < length && i < text.size(); ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
    }
    bool const joins = (code >= 0x300 && code < 0x370) || code == 0x200d || (code >= 0xfe00 && code <= 0xfe0f);
    bool const wide = (code >= 0x1100 && code < 0x1160) || (code >= 0x2e80 && code < 0xd7b0) ||
                      (code >= 0xf900 && code < 0xfb00) || (code >= 0xff00 && code < 0xff61) ||
                      (code >= 0x1f300 && code < 0x1fb00) || code == 0x2705 || code == 0x274c || code == 0x2728 ||
                      code == 0x26a1;
    return {std::min(length, text.size()), joins ? 0U : wide ? 2U : 1U};
}

}  // namespace

StandardTerminal::StandardTerminal(bool allow_colours)
    : out_is_screen_{::isatty(STDOUT_FILENO) == 1},
      err_is_live_{::isatty(STDERR_FILENO) == 1 && !dumb()},
      colours_{allow_colours && !set_and_not_empty("NO_COLOR") && err_is_live_ && out_is_screen_} {}

void StandardTerminal::out(std::string_view text) { write_all(STDOUT_FILENO, text); }
void StandardTerminal::err(std::string_view text) { write_all(STDERR_FILENO, text); }

int StandardTerminal::width() const {
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

std::string painted(Terminal const& terminal, Colour colour, std::string_view text) {
    constexpr std::array<std::string_view, 5> codes{"2", "1", "32", "33", "31"};
    if (!terminal.colours()) return std::string{text};
    return "\x1b[" + std::string{codes[static_cast<std::size_t>(colour)]} + "m" + std::string{text} + "\x1b[0m";
}

std::string harmless(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        bool const c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (c1) ++i;
        if (c1 || byte == 0x7f || (byte < 0x20 && byte != '\n' && byte != '\t')) continue;
        out += text[i];
    }
    return out;
}

std::size_t columns(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        auto const character = first_character(text);
        count += character.columns;
        text.remove_prefix(character.bytes);
    }
    return count;
}

std::string_view fitting(std::string_view text, std::size_t most) {
    std::size_t taken = 0, used = 0;
    while (taken < text.size()) {
        auto const character = first_character(text.substr(taken));
        if (used + character.columns > most) break;
        used += character.columns;
        taken += character.bytes;
    }
    return text.substr(0, taken);
}

}  // namespace signalbox::cli
