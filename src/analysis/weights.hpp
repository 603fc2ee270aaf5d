#pragma once

#include "analysis/dense_row.hpp"
#include "analysis/gram_hash.hpp"
#include "core/analysis_result.hpp"

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What one set of weights has an opinion on. The last five are Category, in its order.
enum class Head : std::uint8_t {
    ease,  // log-odds that the reference cheap model answers well
    gain,  // how much more often the reference strong model does: its chance less the cheap one's
    code,
    research,
    creative,
    analysis,
    chat,
};
inline constexpr std::size_t head_count = static_cast<std::size_t>(Head::chat) + 1;
inline constexpr std::size_t head_stride = 8;  // a bin's heads lie together, in one word
using HeadValues = std::array<float, head_stride>;

[[nodiscard]] constexpr Head head_of(Category category) {
    return static_cast<Head>(static_cast<std::size_t>(Head::code) + static_cast<std::size_t>(category));
}

// A straight correction of log-odds.
struct Calibration {
    float slope = 1;
    float shift = 0;
};

// What the learned estimator knows: about 270 KB, made by the training program or by a refit from outcomes,
// never by hand. A value; whoever changes one makes another version.
struct Weights {
    std::vector<std::int8_t> bins = std::vector<std::int8_t>(gram_bins * head_stride);
    HeadValues scale{};                                        // what 1 in a bin is worth, for each head
    std::array<HeadValues, dense_count> dense{};               // for each dense feature and head
    std::array<float, category_names.size()> gain_of{};        // what being of a category adds to the gain
    std::array<Calibration, category_names.size()> ease_of{};  // of the ease, for each category
    float need_middle = 0;                                     // the gain at which the need is 0.5
    float need_slope = 1;

    [[nodiscard]] float bin(std::uint32_t bin, Head head) const {
        auto const column = static_cast<std::size_t>(head);
        return scale[column] * static_cast<float>(bins[bin * head_stride + column]);
    }
    // Differs when any weight differs.
    [[nodiscard]] std::uint64_t version() const;
};

// The file form: magic, format version, sizes, the values as little-endian, a checksum over all.
[[nodiscard]] std::string write_weights(Weights const& weights);

// Reads what write_weights wrote. Anything else, down to one changed byte or a figure that is no number, is an
// error that says what is wrong.
[[nodiscard]] std::expected<Weights, std::string> read_weights(std::string_view bytes);

// Those this program was built with, src/analysis/weights.bin. A test reads them; a build with a file that is none
// would know nothing and call everything equal.
[[nodiscard]] Weights built_in_weights();

}  // namespace signalbox
