#include "validation/code_fence.hpp"

#include "validation/text.hpp"

#include <algorithm>

namespace signalbox {

bool CodeFence::read(std::string_view line) {
    auto const text = trim(line);
    if (text.empty() || (text.front() != '`' && text.front() != '~')) return open();
    auto const mark = text.front();
    auto const width = std::min(text.find_first_not_of(mark), text.size());
    auto const info = trim(text.substr(width));
    if (width < 3 || info.contains('`')) return open();
    if (!open()) {
        opener_ = text;
        mark_ = mark;
        width_ = width;
        depth_ = 1;
        return true;
    }
    if (mark != mark_ || width < width_) return true;
    if (info.empty()) {
        --depth_;
    } else if (width == width_ && !info.contains(' ')) {
        ++depth_;
    }
    return true;
}

}  // namespace signalbox
