#include "core/keyed_hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace signalbox {
namespace {

constexpr KeyedHash::Key official_key{0x0706050403020100, 0x0f0e0d0c0b0a0908};

std::string counting_up(std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(i));
    return bytes;
}

KeyedHash::Digest digest_of(std::string_view bytes, KeyedHash::Key key = official_key) {
    KeyedHash hash{key};
    hash.update(bytes);
    return hash.finish();
}

// As the reference implementation prints it: bytes in order, in hexadecimal.
std::string hex(KeyedHash::Digest digest) {
    std::string text;
    for (int i = 0; i < 16; ++i) {
        auto const byte = digest[static_cast<std::size_t>(i / 8)] >> 8 * (i % 8) & 0xff;
        text.push_back("0123456789ABCDEF"[byte >> 4]);
        text.push_back("0123456789ABCDEF"[byte & 15]);
    }
    return text;
}

struct Vector {
    std::size_t size;
    std::string_view digest;
};

class SipHashVector : public ::testing::TestWithParam<Vector> {};

TEST_P(SipHashVector, MatchesTheReference) {
    EXPECT_EQ(hex(digest_of(counting_up(GetParam().size))), GetParam().digest);
}

INSTANTIATE_TEST_SUITE_P(
    Official, SipHashVector,
    ::testing::Values(Vector{0, "A3817F04BA25A8E66DF67214C7550293"}, Vector{1, "DA87C1D86B99AF44347659119B22FC45"},
                      Vector{2, "8177228DA4A45DC7FCA38BDEF60AFFE4"}, Vector{3, "9C70B60C5267A94E5F33B6B02985ED51"},
                      Vector{7, "A1F1EBBED8DBC153C0B84AA61FF08239"}, Vector{8, "3B62A9BA6258F5610F83E264F31497B4"},
                      Vector{15, "5493E99933B0A8117E08EC0F97CFC3D9"}),
    [](auto const& row) { return "Of" + std::to_string(row.param.size) + "Bytes"; });

TEST(KeyedHash, IsTheSameHoweverTheBytesAreSplit) {
    auto const bytes = counting_up(41);
    auto const whole = digest_of(bytes);
    for (std::size_t first = 0; first <= bytes.size(); ++first) {
        for (std::size_t second = first; second <= bytes.size(); ++second) {
            KeyedHash hash{official_key};
            hash.update(std::string_view{bytes}.substr(0, first));
            hash.update(std::string_view{bytes}.substr(first, second - first));
            hash.update(std::string_view{bytes}.substr(second));
            EXPECT_EQ(hash.finish(), whole) << first << ' ' << second;
        }
    }
}

TEST(KeyedHash, TakesANumberAsItsBytes) {
    for (std::size_t before = 0; before < 9; ++before) {
        KeyedHash numbers{official_key};
        numbers.update(std::string_view{"12345678"}.substr(0, before));
        numbers.update(std::uint64_t{0x0807060504030201});
        numbers.update(std::string_view{"end"});
        KeyedHash bytes{official_key};
        bytes.update(std::string{"12345678"}.substr(0, before) + "\x01\x02\x03\x04\x05\x06\x07\x08" + "end");
        EXPECT_EQ(numbers.finish(), bytes.finish()) << before;
    }
}

TEST(KeyedHash, DependsOnTheKey) {
    EXPECT_NE(digest_of("text", {1, 2}), digest_of("text", {1, 3}));
    EXPECT_NE(digest_of("text", {1, 2}), digest_of("text", {0, 2}));
}

}  // namespace
}  // namespace signalbox
