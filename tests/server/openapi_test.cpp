#include "server/endpoints.hpp"
#include "server/openapi_document.hpp"
#include "server/test_server.hpp"

#include <simdjson.h>

#include <algorithm>
#include <set>

namespace signalbox::server {
namespace {

using std::string;
using Element = simdjson::dom::element;

string lower(std::string_view text) {
    string out{text};
    std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// The description's name of a row's path.
string described_path(std::string_view path) {
    if (path == "/" || !path.ends_with('/')) return string{path};
    return string{path} + (path == "/v1/models/" ? "{model}" : path == "/assets/" ? "{file}" : "{id}");
}

class OpenapiTest : public ServerTest {
protected:
    OpenapiTest() { EXPECT_EQ(parser.parse(openapi_document).get(document), simdjson::SUCCESS); }

    // A member of members; also through one `$ref`.
    Element find(Element from, std::initializer_list<std::string_view> names) {
        for (auto const name : names) {
            Element next;
            if (from[name].get(next) != simdjson::SUCCESS) {
                ADD_FAILURE() << name << " is not described";
                return document;
            }
            std::string_view target;
            from = next["$ref"].get(target) == simdjson::SUCCESS ? document.at_pointer(target.substr(1)).value() : next;
        }
        return from;
    }

    simdjson::dom::parser parser;
    Element document;
};

TEST_F(OpenapiTest, DescribesEveryEndpointAndNothingElse) {
    std::set<string> rows;
    for (auto const& endpoint : endpoints()) rows.insert(lower(endpoint.method) + " " + described_path(endpoint.path));
    rows.insert("get /api/decisions/{id}/explain");  // of the same row as the record
    std::set<string> described;
    for (auto const [path, methods] : simdjson::dom::object{document["paths"]}) {
        for (auto const [method, operation] : simdjson::dom::object{methods})
            described.insert(string{method} + " " + string{path});
    }
    EXPECT_EQ(described, rows);
}

TEST_F(OpenapiTest, RefersOnlyToWhatIsThere) {
    constexpr std::string_view mark = "\"$ref\": \"#";
    auto count = 0;
    for (auto at = openapi_document.find(mark); at != std::string_view::npos; at = openapi_document.find(mark, at)) {
        at += mark.size();
        auto const pointer = openapi_document.substr(at, openapi_document.find('"', at) - at);
        EXPECT_EQ(document.at_pointer(pointer).error(), simdjson::SUCCESS) << pointer;
        ++count;
    }
    EXPECT_GT(count, 100);
}

TEST_F(OpenapiTest, NamesTheVersionItIsWrittenIn) {
    EXPECT_EQ(std::string_view{document["openapi"]}, "3.1.0");
    EXPECT_FALSE(std::string_view{document["info"]["title"]}.empty());
}

struct Asked {
    std::string_view method;
    std::string_view path;
    std::string_view body;
    int status;
    std::string_view fields{};
};

constexpr std::string_view question = R"({"content":"hi"})";
constexpr std::string_view chat = R"({"model":"small","messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view chat_stream =
    R"({"model":"small","stream":true,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view message = R"({"model":"small","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view unknown =
    R"({"model":"none","input":"hi","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";

constexpr std::array asked{
    Asked{"GET", "/healthz", "", 200},
    Asked{"GET", "/readyz", "", 200},
    Asked{"GET", "/metrics", "", 200},
    Asked{"GET", "/openapi.json", "", 200},
    Asked{"GET", "/", "", 200},
    Asked{"GET", "/favicon.svg", "", 200},
    Asked{"GET", "/assets/none.js", "", 404},
    Asked{"GET", "/api/models", "", 200},
    Asked{"GET", "/api/cache", "", 200},
    Asked{"DELETE", "/api/cache", "", 200},
    Asked{"POST", "/api/cache/warm", R"({"content": "hi"})", 200},
    Asked{"POST", "/api/stream/orchestration", question, 202, "Accept: application/json\r\n"},
    Asked{"GET", "/api/stream/orchestration", "", 400},
    Asked{"GET", "/api/stream/orchestration?id=orc_0&token=0", "", 404},
    Asked{"DELETE", "/api/orchestrations/orc_0", "", 404},
    Asked{"GET", "/v1/models", "", 200},
    Asked{"GET", "/v1/models/small", "", 200},
    Asked{"GET", "/v1/models/none", "", 404},
    Asked{"POST", "/api/route", question, 200},
    Asked{"POST", "/api/route", "{}", 400},
    Asked{"GET", "/api/routing/health", "", 200},
    Asked{"GET", "/api/stats", "", 200},
    Asked{"GET", "/api/stats?range=1y", "", 400},
    Asked{"GET", "/api/decisions", "", 404},
    Asked{"GET", "/api/decisions/00000000000000000000000000000000", "", 404},
    Asked{"GET", "/api/decisions/00000000000000000000000000000000/explain", "", 404},
    Asked{"GET", "/api/analytics", "", 404},
    Asked{"POST", "/api/feedback", R"({"requestId":"0","score":1})", 404},
    Asked{"POST", "/api/orchestration", question, 200},
    Asked{"POST", "/api/orchestration", R"({"content":"hi","model":"none"})", 404},
    Asked{"POST", "/api/stream/orchestration", question, 200},
    Asked{"POST", "/api/stream/orchestration", "[", 400},
    Asked{"POST", "/v1/chat/completions", chat, 200},
    Asked{"POST", "/v1/chat/completions", chat_stream, 200},
    Asked{"POST", "/v1/chat/completions", unknown, 404},
    Asked{"POST", "/v1/embeddings", R"({"model":"small","input":"hi"})", 400},
    Asked{"POST", "/v1/embeddings", unknown, 404},
    Asked{"POST", "/v1/responses", R"({"model":"small","input":"hi"})", 200},
    Asked{"POST", "/v1/responses", R"({"model":"small","stream":true,"input":"hi"})", 200},
    Asked{"POST", "/v1/responses", unknown, 404},
    Asked{"POST", "/v1/messages", message, 200},
    Asked{"POST", "/v1/messages", unknown, 404},
    Asked{"POST", "/v1/messages/count_tokens", chat, 200},
    Asked{"POST", "/v1/messages/count_tokens", "{}", 400},
    Asked{"POST", "/v1/messages", message, 415, "Content-Encoding: gzip\r\n"},
    Asked{"POST", "/api/route", question, 403, "Origin: https://evil.example\r\n"},
};

TEST_F(OpenapiTest, SaysOfRealAnswersWhatTheyAre) {
    start();
    for (auto const& each : asked) {
        auto const reply = ask(each.method == "POST" ? post(each.path, each.body, each.fields)
                                                     : get(each.path, each.fields, each.method));
        auto const name = string{each.method} + " " + string{each.path};
        EXPECT_EQ(reply.status, each.status) << name << reply.body;
        auto const match = find_endpoint(each.method, each.path.substr(0, each.path.find('?')));
        ASSERT_NE(match.endpoint, nullptr) << name;
        auto const path = described_path(match.endpoint->path);
        auto const status = std::to_string(reply.status);
        auto const content = find(document, {"paths", path, lower(each.method), "responses", status, "content"});
        auto const type = reply.field("content-type");
        EXPECT_TRUE(content.is_object() && content[type.substr(0, type.find(';'))].error() == simdjson::SUCCESS)
            << name << " " << status << " " << type;
        if (!type.starts_with("application/json")) continue;
        simdjson::dom::parser of_body;
        Element body;
        ASSERT_EQ(of_body.parse(reply.body).get(body), simdjson::SUCCESS) << name;
        auto const schema = find(content, {"application/json", "schema"});
        simdjson::dom::array required;
        if (schema["required"].get(required) != simdjson::SUCCESS) continue;
        for (auto const member : required)
            EXPECT_EQ(body[std::string_view{member}].error(), simdjson::SUCCESS) << name << " has no " << member;
    }
}

TEST_F(OpenapiTest, SeesEveryEndpointAsked) {
    for (auto const& endpoint : endpoints()) {
        auto const is = [&](Asked const& each) {
            return each.method == endpoint.method &&
                   (each.path == endpoint.path ||
                    (endpoint.path.ends_with('/') && each.path.starts_with(endpoint.path)));
        };
        EXPECT_TRUE(std::ranges::any_of(asked, is)) << endpoint.method << " " << endpoint.path;
    }
}

}  // namespace
}  // namespace signalbox::server
