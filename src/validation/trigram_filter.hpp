#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox {

// Rules out that a text has any of up to sixteen groups of three bytes, in one pass at a few
// instructions per byte. It may say "maybe" where there is none of them, never "no" where there is one.
class TrigramFilter {
public:
    // REQUIRES: at most sixteen groups, each of three bytes.
    template <std::size_t N>
    explicit constexpr TrigramFilter(std::array<std::string_view, N> const& groups) {
        static_assert(N <= 16, "one bit each");
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t k = 0; k < place_.size(); ++k)
                place_[k][static_cast<unsigned char>(groups[i][k])] |= static_cast<std::uint16_t>(1U << i);
    }

    [[nodiscard]] bool maybe_in(std::string_view text) const {
        auto const at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
        for (std::size_t i = 0; i + 2 < text.size(); ++i)
            if ((place_[0][at(i)] & place_[1][at(i + 1)] & place_[2][at(i + 2)]) != 0) return true;
        return false;
    }

private:
    std::array<std::array<std::uint16_t, 256>, 3> place_{};  // by byte: the groups with it at their k-th place
};

}  // namespace signalbox
