#pragma once

#include "cli/terminal.hpp"

#include <cstddef>
#include <string>

namespace signalbox::cli {

// How far a piece of work is, in one line of `err` that is redrawn; on anything but a live screen, nothing.
class ProgressBar {
public:
    explicit ProgressBar(Terminal& terminal) : terminal_{terminal} {}
    ~ProgressBar();  // takes the line away
    ProgressBar(ProgressBar const&) = delete;
    ProgressBar& operator=(ProgressBar const&) = delete;

    void show(std::string_view work, std::size_t done, std::size_t all);

private:
    Terminal& terminal_;
    std::string shown_;
};

}  // namespace signalbox::cli
