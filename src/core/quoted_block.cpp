#include "core/quoted_block.hpp"

#include "core/whole_text.hpp"

#include <algorithm>

namespace signalbox {

void append_quoted(std::string& out, std::string_view text, std::size_t limit, std::string_view fence) {
    auto const begin = out.size();
    if (text.size() <= limit) {
        out.append(text);
    } else {
        out.append(whole_prefix(text, limit * 2 / 3)).append("\n[...]\n").append(whole_suffix(text, limit / 3));
    }
    if (fence.empty()) return;
    for (auto at = out.find(fence, begin); at != std::string::npos;) {
        out.erase(at, fence.size());
        // What stood around the mark may be one itself now.
        at = out.find(fence, at - std::min(at - begin, fence.size() - 1));
    }
}

void append_quoted_block(std::string& out, std::string_view what, std::string_view text, std::size_t limit,
                         std::string_view fence) {
    out.append("BEGIN ").append(what).append(" ").append(fence).append("\n");
    append_quoted(out, text, limit, fence);
    out.append("\nEND ").append(what).append(" ").append(fence).append("\n");
}

}  // namespace signalbox
