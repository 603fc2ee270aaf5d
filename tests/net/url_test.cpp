#include "net/address_policy.hpp"
#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace signalbox::net {
namespace {

struct Good {
    char const* name;
    char const* url;
    bool tls;
    char const* host;
    std::uint16_t port;
    char const* path;
};
class ProviderUrl : public ::testing::TestWithParam<Good> {};

TEST_P(ProviderUrl, IsReadIntoOriginAndPath) {
    auto const& wanted = GetParam();
    auto const url = parse_url(wanted.url);
    ASSERT_TRUE(url) << url.error().detail;
    EXPECT_EQ(url->origin.tls, wanted.tls);
    EXPECT_EQ(url->origin.host, wanted.host);
    EXPECT_EQ(url->origin.port, wanted.port);
    EXPECT_EQ(url->path, wanted.path);
}

INSTANTIATE_TEST_SUITE_P(
    Good, ProviderUrl,
    ::testing::Values(Good{"Plain", "https://api.openai.com/v1", true, "api.openai.com", 443, "/v1"},
                      Good{"NoPath", "https://api.openai.com", true, "api.openai.com", 443, ""},
                      Good{"TrailingSlash", "https://api.openai.com/v1/", true, "api.openai.com", 443, "/v1"},
                      Good{"UpperCaseHost", "https://API.OpenAI.com/V1", true, "api.openai.com", 443, "/V1"},
                      Good{"Port", "https://llm.example:8443/x/y", true, "llm.example", 8443, "/x/y"},
                      Good{"LoopbackName", "http://localhost:8000/v1", false, "localhost", 8000, "/v1"},
                      Good{"LoopbackV4", "http://127.0.0.1/v1", false, "127.0.0.1", 80, "/v1"},
                      Good{"LoopbackV6", "http://[::1]:11434", false, "::1", 11434, ""},
                      Good{"PrivateV4WithTls", "https://10.1.2.3", true, "10.1.2.3", 443, ""}),
    [](auto const& row) { return row.param.name; });

struct Bad {
    char const* name;
    char const* url;
};
class UnusableUrl : public ::testing::TestWithParam<Bad> {};

TEST_P(UnusableUrl, IsRefused) {
    auto const url = parse_url(GetParam().url);
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().code, Errc::invalid_value);
    EXPECT_EQ(url.error().param, "base_url");
}

INSTANTIATE_TEST_SUITE_P(
    Bad, UnusableUrl,
    ::testing::Values(Bad{"Empty", ""}, Bad{"NoScheme", "api.openai.com/v1"}, Bad{"OtherScheme", "ftp://example.com"},
                      Bad{"PlainHttpAbroad", "http://api.openai.com/v1"}, Bad{"PlainHttpPrivate", "http://10.0.0.1"},
                      Bad{"NoHost", "https:///v1"}, Bad{"UserInfo", "https://me:secret@api.openai.com"},
                      Bad{"Query", "https://api.openai.com/v1?key=x"}, Bad{"Fragment", "https://api.openai.com/#x"},
                      Bad{"Space", "https://api.openai.com/v 1"}, Bad{"LineBreak", "https://api.openai.com/v1\r\nX: y"},
                      Bad{"Backslash", "https://api.openai.com\\@evil.example"}, Bad{"PortZero", "https://a.example:0"},
                      Bad{"PortTooLarge", "https://a.example:65536"}, Bad{"PortEmpty", "https://a.example:"},
                      Bad{"PortNotANumber", "https://a.example:8x"}, Bad{"NotAscii", "https://\xc3\xa4.example"},
                      Bad{"EmptyLabel", "https://a..example"}, Bad{"OpenBracket", "https://[::1"},
                      Bad{"BracketedName", "https://[a.example]"}, Bad{"BracketedV4", "https://[127.0.0.1]"},
                      Bad{"ShortV4", "http://127.1"}, Bad{"DecimalV4", "http://2130706433"},
                      Bad{"HexV4", "https://0xa9fea9fe"}, Bad{"Metadata", "https://169.254.169.254/latest"},
                      Bad{"MappedMetadata", "https://[::ffff:169.254.169.254]"},
                      Bad{"MappedMetadataInHex", "https://[::ffff:a9fe:a9fe]"},
                      Bad{"Nat64Metadata", "https://[64:ff9b::a9fe:a9fe]"}, Bad{"LinkLocalV6", "https://[fe80::1]"},
                      Bad{"Unspecified", "http://0.0.0.0:80"}, Bad{"UnspecifiedV6", "http://[::]:80"},
                      Bad{"AmazonV6", "https://[fd00:ec2::254]"}, Bad{"Alibaba", "https://100.100.100.200"}),
    [](auto const& row) { return row.param.name; });

bool allowed(char const* text) { return may_connect(*literal_address(text)); }

TEST(AddressPolicy, AllowsPublicPrivateAndLoopbackAddresses) {
    EXPECT_TRUE(allowed("93.184.216.34"));
    EXPECT_TRUE(allowed("192.168.1.1"));
    EXPECT_TRUE(allowed("127.0.0.1"));
    EXPECT_TRUE(allowed("::1"));
    EXPECT_TRUE(allowed("2606:4700::1"));
    EXPECT_TRUE(allowed("64:ff9b::8.8.8.8"));
}

TEST(AddressPolicy, RefusesLinkLocalMetadataMulticastAndUnspecified) {
    EXPECT_FALSE(allowed("169.254.0.1"));
    EXPECT_FALSE(allowed("::ffff:169.254.169.254"));
    EXPECT_FALSE(allowed("::169.254.169.254"));
    EXPECT_FALSE(allowed("64:ff9b::169.254.169.254"));
    EXPECT_FALSE(allowed("fe80::1"));
    EXPECT_FALSE(allowed("ff02::1"));
    EXPECT_FALSE(allowed("224.0.0.1"));
    EXPECT_FALSE(allowed("255.255.255.255"));
    EXPECT_FALSE(allowed("0.0.0.0"));
    EXPECT_FALSE(allowed("::"));
}

TEST(AddressPolicy, KnowsLoopbackInEverySpelling) {
    EXPECT_TRUE(is_loopback(*literal_address("127.8.8.8")));
    EXPECT_TRUE(is_loopback(*literal_address("::ffff:127.0.0.1")));
    EXPECT_FALSE(is_loopback(*literal_address("::ffff:8.8.8.8")));
    EXPECT_FALSE(is_loopback(*literal_address("10.0.0.1")));
}

}  // namespace
}  // namespace signalbox::net
