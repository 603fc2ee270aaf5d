#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox {

// Follows the fenced code blocks of a Markdown text, line by line. A fence with an info string
// inside an open one counts as nested: models write Markdown inside Markdown that way.
class CodeFence {
public:
    // True when `line` is code or a fence itself.
    bool read(std::string_view line);
    [[nodiscard]] bool open() const { return depth_ > 0; }
    // The line that opened the outermost fence still open.
    [[nodiscard]] std::string_view opener() const { return opener_; }

private:
    std::string_view opener_;
    std::size_t depth_ = 0;
    std::size_t width_ = 0;  // marks of the outermost fence
    char mark_ = 0;
};

}  // namespace signalbox
