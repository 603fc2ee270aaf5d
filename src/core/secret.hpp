#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

// A key or token. Nothing prints it: it has no operator<<, no comparison and no name in any log;
// who sends it calls reveal(). Its memory is wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_{text} { wipe(text); }
    Secret(Secret const&) = default;
    // A moved-from short string still holds its bytes: it is wiped too.
    Secret(Secret&& other) noexcept : text_{std::move(other.text_)} { wipe(other.text_); }
    Secret& operator=(Secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~Secret() { wipe(text_); }

    [[nodiscard]] std::string_view reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    // Through volatile, so that the compiler may not drop the writes to memory nobody reads again.
    static void wipe(std::string& text) noexcept {
        text.resize(text.capacity());
        for (char volatile* at = text.data(); at != text.data() + text.size(); ++at) *at = '\0';
        text.clear();
    }
    std::string text_;
};

}  // namespace signalbox
