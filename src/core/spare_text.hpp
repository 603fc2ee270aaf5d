#pragma once

#include <cstddef>
#include <string>

namespace signalbox {

// The memory of a text, for many streams of one loop to take turns with: each needs it for the moment
// between reading and writing, and an idle one shall own none.
class SpareText {
public:
    // Gives `text` room, when it has none of its own.
    void lend(std::string& text) {
        if (text.capacity() < spare_.capacity() && text.empty()) text.swap(spare_);
    }
    // Empties `text`; its room stays here, or goes when there is already as much, or far too much.
    void take_back(std::string& text) {
        text.clear();
        if (text.capacity() > spare_.capacity() && text.capacity() <= most) text.swap(spare_);
        if (text.capacity() > std::string{}.capacity()) std::string{}.swap(text);
    }

private:
    static constexpr std::size_t most = 64 * 1024;  // bytes
    std::string spare_;
};

}  // namespace signalbox
