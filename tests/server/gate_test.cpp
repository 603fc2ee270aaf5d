#include "server/request_gate.hpp"

#include <gtest/gtest.h>

namespace signalbox::server {
namespace {

using Fields = std::vector<wire::HeaderField>;

ServerOptions configured() {
    ServerOptions options;
    options.hosts = {"box.example", "proxy.example:8443"};
    options.origins = {"https://page.example"};
    options.max_body = 100;
    return options;
}

struct Source {
    std::string name;
    std::string_view host;
    std::string_view origin;
    std::optional<Errc> refused;
};

class SourceRule : public ::testing::TestWithParam<Source> {};

TEST_P(SourceRule, Holds) {
    wire::RequestHead head;
    head.host = GetParam().host;
    head.origin = GetParam().origin;
    auto const checked = check_source(head, configured(), 8080);
    EXPECT_EQ(checked ? std::optional<Errc>{} : checked.error().code, GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, SourceRule,
    ::testing::Values(Source{"TakesLocalhostWithOurPort", "localhost:8080", "", {}},
                      Source{"TakesItInCapitals", "LocalHost:8080", "", {}},
                      Source{"TakesTheAddress", "127.0.0.1:8080", "", {}},
                      Source{"TakesTheSixthVersion", "[::1]:8080", "", {}},
                      Source{"RefusesAnotherPort", "localhost:8081", "", Errc::misdirected},
                      Source{"RefusesThePortOfTheScheme", "localhost", "", Errc::misdirected},
                      Source{"RefusesAForeignNameThatResolvesHere", "evil.example:8080", "", Errc::misdirected},
                      Source{"RefusesANameThatBeginsLikeOurs", "localhost.evil.example:8080", "", Errc::misdirected},
                      Source{"RefusesNoName", "", "", Errc::misdirected},
                      Source{"TakesAConfiguredNameWithAnyPort", "box.example:444", "", {}},
                      Source{"TakesAConfiguredNameWithItsPort", "proxy.example:8443", "", {}},
                      Source{"RefusesAConfiguredNameWithAnotherPort", "proxy.example:80", "", Errc::misdirected},
                      Source{"TakesItsOwnOrigin", "localhost:8080", "http://localhost:8080", {}},
                      Source{"TakesItsOwnOriginBehindTls", "box.example", "https://box.example", {}},
                      Source{"TakesAConfiguredOrigin", "localhost:8080", "https://page.example", {}},
                      Source{"RefusesAForeignOrigin", "localhost:8080", "https://evil.example", Errc::forbidden_origin},
                      Source{"RefusesTheNullOrigin", "localhost:8080", "null", Errc::forbidden_origin},
                      Source{"RefusesAnOriginOnAnotherPort", "localhost:8080", "http://localhost:3000",
                             Errc::forbidden_origin}),
    [](auto const& source) { return source.param.name; });

struct Body {
    std::string name;
    std::string_view path;
    std::string_view type;
    std::optional<Errc> refused;
    Fields fields{};
    std::string_view encoding{};
    std::uint64_t length = 10;
};

class BodyRule : public ::testing::TestWithParam<Body> {};

TEST_P(BodyRule, Holds) {
    wire::RequestHead head;
    head.method = "POST";
    head.path = GetParam().path;
    head.content_type = GetParam().type;
    head.content_encoding = GetParam().encoding;
    head.content_length = GetParam().length;
    head.fields = GetParam().fields;
    for (auto const& field : head.fields) {
        if (field.name == "Origin") head.origin = field.value;
    }
    auto const checked = check_body(head, configured());
    EXPECT_EQ(checked ? std::optional<Errc>{} : checked.error().code, GetParam().refused);
}

constexpr std::string_view api = "/api/orchestration";
constexpr std::string_view chat = "/v1/chat/completions";
constexpr std::string_view json = "application/json";
constexpr std::string_view form = "application/x-www-form-urlencoded";

INSTANTIATE_TEST_SUITE_P(
    Rules, BodyRule,
    ::testing::Values(
        Body{"TakesJson", api, json, {}}, Body{"TakesAParameter", api, "Application/JSON ; charset=utf-8", {}},
        Body{"RefusesAForm", api, form, Errc::unsupported_media},
        Body{"RefusesText", api, "text/plain", Errc::unsupported_media},
        Body{"RefusesNoType", api, "", Errc::unsupported_media},
        Body{"RefusesATypeThatBeginsLikeJson", api, "application/json-seq", Errc::unsupported_media},
        Body{"TakesCurlsFormUnderV1", chat, form, {}}, Body{"TakesNoTypeUnderV1", chat, "", {}},
        Body{"RefusesTextUnderV1", chat, "text/plain", Errc::unsupported_media},
        Body{"RefusesABrowsersForm", chat, form, Errc::unsupported_media, {{"Sec-Fetch-Site", "cross-site"}}},
        Body{"RefusesAPagesForm", chat, form, Errc::unsupported_media, {{"Origin", "http://localhost:8080"}}},
        Body{"TakesAPagesJson", chat, json, {}, {{"Origin", "http://localhost:8080"}}},
        Body{"RefusesGzip", api, json, Errc::unsupported_media, {}, "gzip"},
        Body{"TakesIdentity", api, json, {}, {}, "identity"},
        Body{"RefusesALargeBody", api, json, Errc::request_too_large, {}, {}, 101}),
    [](auto const& body) { return body.param.name; });

}  // namespace
}  // namespace signalbox::server
