#include "wire/token_price.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace signalbox::wire {
namespace {

struct Text {
    char const* name;
    char const* dollars;
    std::optional<std::int64_t> price;  // micro-dollars for a million tokens
    friend void PrintTo(Text const& text, std::ostream* out) { *out << text.name; }
};

class TokenPrice : public ::testing::TestWithParam<Text> {};

TEST_P(TokenPrice, IsReadAsWritten) {
    auto const price = read_token_price(GetParam().dollars);
    ASSERT_EQ(price.has_value(), GetParam().price.has_value()) << GetParam().dollars;
    if (price) EXPECT_EQ(price->count, *GetParam().price) << GetParam().dollars;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, TokenPrice,
    ::testing::Values(
        Text{"Usual", "0.00000015", 150'000}, Text{"NotExactInBinary", "0.0000006", 600'000}, Text{"Zero", "0", 0},
        Text{"ZeroWithZeros", "0.000000", 0}, Text{"ZerosInFront", "000.000003", 3'000'000},
        Text{"ZerosBehind", "0.0000030000000000000000000000000000", 3'000'000}, Text{"Exponent", "1.5e-7", 150'000},
        Text{"CapitalExponent", "15E-8", 150'000}, Text{"PositiveExponent", "0.000000003e+2", 300'000},
        Text{"Finest", "0.000000000001", 1}, Text{"FinerIsRoundedUp", "0.0000000000001", 1},
        Text{"MuchFinerIsRoundedUp", "1e-99", 1}, Text{"ABitMoreIsRoundedUp", "0.0000001500000000000001", 150'001},
        Text{"MoreDigitsThanFit", "0.00000012345678901234567890123", 123'457}, Text{"Highest", "0.1", 100'000'000'000},
        Text{"TooHigh", "0.1000000000001", std::nullopt},
        Text{"FarTooHigh", "99999999999999999999999999", std::nullopt}, Text{"HighExponent", "1e99", std::nullopt},
        Text{"HugeExponent", "1e999999999999", std::nullopt}, Text{"TinyExponent", "1e-100", std::nullopt},
        Text{"Dynamic", "-1", std::nullopt}, Text{"Plus", "+1", std::nullopt}, Text{"Empty", "", std::nullopt},
        Text{"Blank", " 0", std::nullopt}, Text{"BlankBehind", "0 ", std::nullopt},
        Text{"NoWholePart", ".5", std::nullopt}, Text{"NoFraction", "0.", std::nullopt},
        Text{"Comma", "0,1", std::nullopt}, Text{"Hex", "0x1", std::nullopt}, Text{"NotANumber", "nan", std::nullopt},
        Text{"Infinite", "inf", std::nullopt}, Text{"NoExponent", "1e", std::nullopt},
        Text{"TwoSigns", "1e+-1", std::nullopt}, Text{"Word", "free", std::nullopt}),
    [](auto const& text) { return text.param.name; });

TEST(TokenPrice, IsNotReadFromAnEndlessText) {
    EXPECT_FALSE(read_token_price(std::string(65, '0')));
    EXPECT_TRUE(read_token_price(std::string(64, '0')));
}

TEST(TokenPrice, ReadsBackAsItWasWritten) {
    for (auto const count : {0L, 1L, 150'000L, 999'999'999'999L / 10, 3'000'000L, 100'000'000'000L}) {
        std::string text;
        append_token_price(text, {count});
        EXPECT_EQ(read_token_price(text), MicroUsd{count}) << text;
    }
    std::string text;
    append_token_price(text, {150'000});
    EXPECT_EQ(text, "0.00000015");
}

}  // namespace
}  // namespace signalbox::wire
