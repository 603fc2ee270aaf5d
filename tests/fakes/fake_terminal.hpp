#pragma once

#include "cli/terminal.hpp"

#include <string>

namespace signalbox::fakes {

// A terminal that keeps what was written: apart, and together as a screen would get it.
class FakeTerminal final : public cli::Terminal {
public:
    bool screen = false;
    bool live = false;
    bool coloured = false;
    int columns = 80;

    void out(std::string_view text) override {
        out_ += text;
        all_ += text;
    }
    void err(std::string_view text) override {
        err_ += text;
        all_ += text;
    }
    [[nodiscard]] bool out_is_screen() const override { return screen; }
    [[nodiscard]] bool err_is_live() const override { return live; }
    [[nodiscard]] bool colours() const override { return coloured; }
    [[nodiscard]] int width() const override { return columns; }

    [[nodiscard]] std::string const& written_out() const { return out_; }
    [[nodiscard]] std::string const& written_err() const { return err_; }
    [[nodiscard]] std::string const& all() const { return all_; }
    void clear() {
        out_.clear();
        err_.clear();
        all_.clear();
    }

private:
    std::string out_;
    std::string err_;
    std::string all_;
};

}  // namespace signalbox::fakes
