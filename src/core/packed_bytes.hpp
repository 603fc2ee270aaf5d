#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace signalbox {

// Numbers as bytes, least significant first, whatever the machine: what is written here can be read anywhere. Texts
// stand behind their length (2 bytes).
class BytePacker {
public:
    explicit BytePacker(std::string& out) : out_{out} {}

    template <class T>
        requires std::is_arithmetic_v<T>
    void put(T value) {
        auto bits = as_bits(value);
        for (std::size_t i = 0; i < sizeof value; ++i) {
            out_.push_back(static_cast<char>(bits & 0xFF));
            bits = static_cast<decltype(bits)>(bits >> 7 >> 1);  // two steps: a byte cannot be moved by eight
        }
    }
    // REQUIRES: at most 65,535 bytes.
    void put_text(std::string_view text) {
        put(static_cast<std::uint16_t>(text.size()));
        out_.append(text);
    }

private:
    template <class T>
    static auto as_bits(T value) {
        if constexpr (std::is_same_v<T, float>)
            return std::bit_cast<std::uint32_t>(value);
        else if constexpr (std::is_same_v<T, double>)
            return std::bit_cast<std::uint64_t>(value);
        else
            return static_cast<std::make_unsigned_t<T>>(value);
    }
    std::string& out_;
};

// Reads them back. After the end everything is 0, and good() is false.
class ByteUnpacker {
public:
    explicit ByteUnpacker(std::string_view bytes) : rest_{bytes} {}

    template <class T>
        requires std::is_arithmetic_v<T>
    [[nodiscard]] T take() {
        if constexpr (std::is_same_v<T, float>)
            return std::bit_cast<float>(take<std::uint32_t>());
        else if constexpr (std::is_same_v<T, double>)
            return std::bit_cast<double>(take<std::uint64_t>());
        else
            return take_integer<T>();
    }
    // The view lives as long as the bytes.
    [[nodiscard]] std::string_view take_text() {
        std::size_t const size = take<std::uint16_t>();
        if (size > rest_.size()) {
            good_ = false;
            rest_ = {};
            return {};
        }
        auto const text = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return text;
    }
    [[nodiscard]] bool good() const { return good_; }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    template <std::integral T>
    T take_integer() {
        if (rest_.size() < sizeof(T)) {
            good_ = false;
            rest_ = {};
            return 0;
        }
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bits |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
        }
        rest_.remove_prefix(sizeof(T));
        return static_cast<T>(bits);
    }
    std::string_view rest_;
    bool good_ = true;
};

}  // namespace signalbox
