#include "server/endpoints.hpp"
#include "server/test_server.hpp"

#include <set>

namespace signalbox::server {
namespace {

using std::string;

// What holds for every row of the table of endpoints.
class EveryEndpointTest : public ServerTest {
protected:
    // A path that the row covers.
    static string path_of(Endpoint const& endpoint) {
        return endpoint.path.size() > 1 && endpoint.path.ends_with('/') ? string{endpoint.path} + "small"
                                                                        : string{endpoint.path};
    }
    // Without what differs from one answer to the next.
    static auto lasting(Reply reply) {
        reply.fields.erase("x-request-id");
        reply.fields.erase("date");
        return reply.fields;
    }
};

TEST_F(EveryEndpointTest, AnswersHeadAsItsGetWithoutTheBody) {
    start();
    auto tried = 0;
    for (auto const& endpoint : endpoints()) {
        if (endpoint.method != "GET" || endpoint.path == "/metrics") continue;  // whose numbers move between the two
        auto const path = path_of(endpoint);
        auto const whole = ask(get(path));
        Client client{port};
        client.send(get(path, "", "HEAD") + get("/readyz"));
        auto const head = client.read_reply(true);
        EXPECT_EQ(head.status, whole.status) << path;
        EXPECT_EQ(lasting(head), lasting(whole)) << path;
        EXPECT_EQ(head.field("content-length"), std::to_string(whole.body.size())) << path;
        EXPECT_EQ(client.read_reply().body, R"({"status":"ready"})") << path << ": no body stood between";
        ++tried;
    }
    EXPECT_GE(tried, 7);
}

TEST_F(EveryEndpointTest, NamesItsMethodsWhenAskedWithAnother) {
    start();
    for (auto const& endpoint : endpoints()) {
        auto const path = path_of(endpoint);
        std::set<string> methods;
        for (auto const& other : endpoints()) {
            if (other.path != endpoint.path) continue;
            methods.emplace(other.method);
            if (other.method == "GET") methods.emplace("HEAD");
        }
        for (auto const* wrong : {"PUT", "PATCH", "OPTIONS", "TRACE"}) {
            auto const reply = ask(get(path, "", wrong));
            EXPECT_EQ(reply.status, 405) << wrong << path;
            std::set<string> allowed;
            std::istringstream words{reply.field("allow")};
            for (string word; words >> word;) allowed.insert(word.substr(0, word.find(',')));
            EXPECT_EQ(allowed, methods) << wrong << path;
        }
    }
}

TEST_F(EveryEndpointTest, GrantsAForeignPageNothing) {
    start();
    for (auto const& endpoint : endpoints()) {
        auto const preflight = ask(get(path_of(endpoint),
                                       "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
                                       "Access-Control-Request-Private-Network: true\r\n",
                                       "OPTIONS"));
        EXPECT_EQ(preflight.status, 403) << endpoint.path;
        for (auto const& [name, value] : preflight.fields) EXPECT_FALSE(name.starts_with("access-control")) << name;
    }
}

TEST_F(EveryEndpointTest, RefusesABodyInAnotherMediaType) {
    start();
    for (auto const& endpoint : endpoints()) {
        if (endpoint.method != "POST") continue;
        auto const head = "POST " + path_of(endpoint) + " HTTP/1.1\r\n" + host_line();
        EXPECT_EQ(ask(head + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}").status, 415) << endpoint.path;
        EXPECT_EQ(ask(post(endpoint.path, "{}", "Content-Encoding: gzip\r\n")).status, 415) << endpoint.path;
    }
    EXPECT_TRUE(on_loop([this] { return provider.asked().empty(); }));
}

TEST_F(EveryEndpointTest, MakesItsRequestIdWhateverTheClientCallsIt) {
    start();
    for (auto const* theirs : {"mine", "a\tb", "<script>", "00000000000000000000000000000000"}) {
        auto const id = ask(get("/healthz", string{"X-Request-ID: "} + theirs + "\r\n")).field("x-request-id");
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), string::npos);
        EXPECT_NE(id, theirs);
    }
}

TEST_F(EveryEndpointTest, ReadsAChunkedBodyThatComesByteByByteInChunksOfOne) {
    start();
    string request = "POST /api/orchestration HTTP/1.1\r\n" + host_line() +
                     "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (char const c : string{R"({"content":"hi"})"}) request.append("1;x=\"y\"\r\n").append(1, c).append("\r\n");
    request += "0\r\nTrailer: x\r\n\r\n";
    Client client{port};
    for (char const c : request) ASSERT_TRUE(client.send({&c, 1}));
    EXPECT_EQ(client.read_reply().status, 200);
    client.send(get("/readyz"));
    EXPECT_EQ(client.read_reply().status, 200) << "the trailer was taken off";
}

TEST_F(EveryEndpointTest, AnswersFiftyPipelinedRunsInOrder) {
    for (int i = 0; i < 50; ++i) provider.then("answer " + std::to_string(i));
    start();
    string all;
    for (int i = 0; i < 50; ++i) {
        all += post("/api/orchestration", R"({"content":"hi","model":"small"})");
        all += get("/healthz");
    }
    Client client{port};
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(client.read_reply().body.contains("\"answer " + std::to_string(i) + "\"")) << i;
        EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})") << i;
    }
}

}  // namespace
}  // namespace signalbox::server
