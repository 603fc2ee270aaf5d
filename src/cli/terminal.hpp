#pragma once

#include <string>
#include <string_view>

namespace signalbox::cli {

// Where the commands write. Answers go to `out`, everything about them to `err`, so that
// `signalbox ask ... > file` leaves the answer alone in the file.
class Terminal {
public:
    virtual ~Terminal() = default;
    virtual void out(std::string_view text) = 0;
    virtual void err(std::string_view text) = 0;
    // `out` is a screen: text may be shown before it is final.
    [[nodiscard]] virtual bool out_is_screen() const = 0;
    // `err` is a screen that understands escape sequences: a line may be redrawn.
    [[nodiscard]] virtual bool err_is_live() const = 0;
    [[nodiscard]] virtual bool colours() const = 0;
    [[nodiscard]] virtual int width() const = 0;  // columns of the screen
};

// stdout and stderr of this process. Colours only on a screen, and not with NO_COLOR or TERM=dumb.
class StandardTerminal final : public Terminal {
public:
    explicit StandardTerminal(bool allow_colours);
    void out(std::string_view text) override;
    void err(std::string_view text) override;
    [[nodiscard]] bool out_is_screen() const override { return out_is_screen_; }
    [[nodiscard]] bool err_is_live() const override { return err_is_live_; }
    [[nodiscard]] bool colours() const override { return colours_; }
    [[nodiscard]] int width() const override;

private:
    bool out_is_screen_;
    bool err_is_live_;
    bool colours_;
};

enum class Colour : unsigned char { dim, bold, green, yellow, red };

// `text` in a colour where the terminal shows colours, else as it is.
[[nodiscard]] std::string painted(Terminal const& terminal, Colour colour, std::string_view text);

// Without control characters but newline and tab: text from models and servers must not steer the screen.
[[nodiscard]] std::string harmless(std::string_view text);

// How many columns `text` takes: one per character, two for the wide ones of emoji and East Asian scripts.
[[nodiscard]] std::size_t columns(std::string_view text);
// The beginning of `text` that fits into `most` columns.
[[nodiscard]] std::string_view fitting(std::string_view text, std::size_t most);

}  // namespace signalbox::cli
