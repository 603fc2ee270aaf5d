#include "analysis/weights.hpp"
#include "core/keyed_hash.hpp"

#include <bit>
#include <cmath>
#include <cstring>

namespace signalbox {

namespace {

constexpr std::string_view magic = "signalbox weights\n";
constexpr std::uint32_t format = 1;
constexpr std::size_t checksum_size = 8;
constexpr float largest = 1e6F;

std::uint64_t checksum(std::string_view bytes) {
    KeyedHash hash{{0, 0}};
    hash.update(bytes);
    return hash.finish()[0];
}

class Writer {
public:
    void number(std::uint64_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i) out_.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
    }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value), 4); }
    void text(std::string_view bytes) { out_.append(bytes); }
    [[nodiscard]] std::string finish() {
        number(checksum(out_), checksum_size);
        return std::move(out_);
    }

private:
    std::string out_;
};

// Reads from front to back; once it came to the end, or to a figure that is none, everything is 0 and good() false.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}
    std::uint64_t number(std::size_t bytes) {
        if (!good_ || rest_.size() < bytes) return fail();
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
        rest_.remove_prefix(bytes);
        return value;
    }
    float real() {
        auto const value = std::bit_cast<float>(static_cast<std::uint32_t>(number(4)));
        if (std::isfinite(value) && std::abs(value) <= largest) return value;
        return static_cast<float>(fail());
    }
    std::string_view text(std::size_t bytes) {
        if (!good_ || rest_.size() < bytes) {
            fail();
            return {};
        }
        auto const taken = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return taken;
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::uint64_t fail() {
        good_ = false;
        return 0;
    }
    std::string_view rest_;
    bool good_ = true;
};

// One order of the figures for both directions. The last column is nobody's: zero.
template <class Values, class Visit>
void visit_figures(Values& weights, Visit visit) {
    for (auto& value : weights.scale) visit(value);
    for (auto& row : weights.dense) {
        for (auto& value : row) visit(value);
    }
    for (auto& value : weights.gain_of) visit(value);
    for (auto& [slope, shift] : weights.ease_of) {
        visit(slope);
        visit(shift);
    }
    visit(weights.need_middle);
    visit(weights.need_slope);
}

}  // namespace

std::uint64_t Weights::version() const { return checksum(write_weights(*this)); }

std::string write_weights(Weights const& weights) {
    Writer writer;
    writer.text(magic);
    writer.number(format, 4);
    writer.number(gram_bins, 4);
    writer.number(head_stride, 4);
    writer.number(dense_count, 4);
    writer.text({reinterpret_cast<char const*>(weights.bins.data()), weights.bins.size()});
    visit_figures(weights, [&](float value) { writer.real(value); });
    return writer.finish();
}

std::expected<Weights, std::string> read_weights(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return std::unexpected("it is no file of weights");
    if (bytes.size() < magic.size() + checksum_size) return std::unexpected("it is cut short");
    auto const body = bytes.substr(0, bytes.size() - checksum_size);

    Reader reader{body.substr(magic.size())};
    if (reader.number(4) != format) return std::unexpected("it is of another format version");
    bool const fits = reader.number(4) == gram_bins && reader.number(4) == head_stride;
    if (!fits || reader.number(4) != dense_count) {
        return std::unexpected("it was made for other features: train it again with this version");
    }
    if (checksum(body) != Reader{bytes.substr(body.size())}.number(checksum_size)) {
        return std::unexpected("its checksum is wrong: it is damaged or cut short");
    }
    Weights weights;
    auto const bins = reader.text(weights.bins.size());
    std::memcpy(weights.bins.data(), bins.data(), bins.size());
    visit_figures(weights, [&](float& value) { value = reader.real(); });
    if (!reader.good()) return std::unexpected("it is cut short, or one of its figures is no number");
    if (!reader.at_end()) return std::unexpected("there is more in it than weights");
    return weights;
}

}  // namespace signalbox
