#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Values as bytes: numbers least significant byte first, texts behind their length.
class ValueWriter {
public:
    void number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xffU);
    }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value), 8); }
    void text(std::string_view value) {
        number(value.size(), 2);
        bytes_ += value;
    }
    [[nodiscard]] std::string& bytes() { return bytes_; }

private:
    std::string bytes_;
};

// Reads them back. After the first thing that is not there, everything is zero or empty and ok() is false.
class ValueReader {
public:
    explicit ValueReader(std::string_view bytes) : rest_{bytes} {}

    std::uint64_t number(int bytes) {
        std::uint64_t value = 0;
        auto const taken = take(static_cast<std::size_t>(bytes));
        for (std::size_t i = 0; i < taken.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
        }
        return value;
    }
    double real() { return std::bit_cast<double>(number(8)); }
    std::string_view text() { return take(number(2)); }

    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    // Everything was there and nothing else.
    [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

private:
    std::string_view take(std::size_t size) {
        ok_ = ok_ && size <= rest_.size();
        if (!ok_) return {};
        auto const taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace signalbox
