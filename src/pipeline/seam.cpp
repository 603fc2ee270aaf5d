#include "pipeline/seam.hpp"

#include <algorithm>

namespace signalbox {

namespace {

constexpr std::size_t least_overlap = 16;  // of the end; a row of a table or a closing bracket is shorter
constexpr std::size_t least_whole = 4;     // of a text that is repeated from its beginning
constexpr std::size_t most_overlap = 1024;

bool says_something(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    });
}

std::string_view tail(std::string_view text) { return text.substr(text.size() - std::min(text.size(), most_overlap)); }

}  // namespace

std::size_t seam_overlap(std::string_view before, std::string_view after) {
    if (before.size() >= least_whole && after.starts_with(before)) return before.size();
    for (auto length = std::min({before.size(), after.size(), most_overlap}); length >= least_overlap; --length) {
        auto const start = after.substr(0, length);
        if (before.ends_with(start) && says_something(start)) return length;
    }
    return 0;
}

bool Seam::repeats_all(std::string_view piece) const {
    auto const rest = before_.substr(std::min(held_.size(), before_.size()));
    auto const length = std::min(rest.size(), piece.size());
    return rest.substr(0, length) == piece.substr(0, length);
}

std::string_view Seam::feed(std::string_view piece) {
    if (open_) return piece;
    maybe_all_ = maybe_all_ && repeats_all(piece);
    held_ += piece;
    bool const all_came = maybe_all_ && held_.size() >= before_.size();
    if (maybe_all_ && !all_came) return {};
    if (!all_came && held_.size() <= most_overlap && tail(before_).contains(held_)) return {};
    return open();
}

std::string_view Seam::finish() { return open_ ? std::string_view{} : open(); }

std::string_view Seam::open() {
    open_ = true;
    return std::string_view{held_}.substr(seam_overlap(before_, held_));
}

}  // namespace signalbox
