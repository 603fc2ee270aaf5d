#include "server/test_server.hpp"

#include <algorithm>
#include <atomic>
#include <sys/resource.h>

namespace signalbox::server {
namespace {

using namespace std::chrono_literals;
using std::string;

class MannersTest : public ServerTest {};

TEST_F(MannersTest, KeepAConnectionForTheNextRequest) {
    start();
    Client client{port};
    client.send(get("/healthz"));
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})");
    client.send(get("/readyz"));
    EXPECT_EQ(client.read_reply().body, R"({"status":"ready"})");
    EXPECT_EQ(on_loop([&] { return shared->connections.load(); }), 1U);
}

TEST_F(MannersTest, CloseWhenTheClientAsksForIt) {
    start();
    Client client{port};
    client.send(get("/healthz", "Connection: close\r\n"));
    EXPECT_EQ(client.read_reply().field("connection"), "close");
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, AnswerTwoHundredPipelinedRequestsInOrder) {
    start();
    Client client{port};
    string all;
    for (int i = 0; i < 200; ++i) all += get(i % 2 == 0 ? "/healthz" : "/readyz");
    client.send(all);
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(client.read_reply().body, i % 2 == 0 ? R"({"status":"ok"})" : R"({"status":"ready"})") << i;
    }
}

TEST_F(MannersTest, AnswerRequestsThatArePipelinedBehindARun) {
    provider.then(fakes::Script{.pieces = {"slow"}, .first = 50ms});
    start();
    Client client{port};
    client.send(post("/api/orchestration", R"({"content":"hi"})"));
    client.send(get("/healthz"));
    EXPECT_TRUE(client.read_reply().body.contains("slow"));
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})");
}

TEST_F(MannersTest, UnderstandARequestThatComesByteByByte) {
    start();
    Client client{port};
    for (char const c : post("/api/route", R"({"content":"hi"})")) client.send({&c, 1});
    EXPECT_EQ(client.read_reply().status, 200);
}

TEST_F(MannersTest, ReadAChunkedBody) {
    start();
    auto const head = "POST /api/route HTTP/1.1\r\n" + host_line() +
                      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    Client client{port};
    client.send(head + "9;x=y\r\n{\"content\r\n6\r\n\":\"hi\"\r\n1\r\n}\r\n0\r\nTrailer: x\r\n\r\n" + get("/healthz"));
    EXPECT_EQ(client.read_reply().status, 200);
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})");
}

TEST_F(MannersTest, ReadALargeBodyThatComesInPieces) {
    start();
    auto const body = R"({"content":")" + string(300'000, 'a') + R"("})";
    EXPECT_EQ(ask(post("/api/route", body)).status, 200);
}

TEST_F(MannersTest, SayContinueOnlyAfterTheHeadPassed) {
    start();
    auto const head = [&](string const& path) {
        return "POST " + path + " HTTP/1.1\r\n" + host_line() +
               "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 16\r\n\r\n";
    };
    Client good{port};
    good.send(head("/api/route"));
    string line;
    ASSERT_TRUE(good.read_until("\r\n\r\n", line));
    EXPECT_EQ(line, "HTTP/1.1 100 Continue\r\n\r\n");
    good.send(R"({"content":"hi"})");
    EXPECT_EQ(good.read_reply().status, 200);

    Client lost{port};
    lost.send(head("/nowhere"));
    EXPECT_EQ(lost.read_reply().status, 404);
    EXPECT_TRUE(lost.closed()) << "its body is not coming";
}

TEST_F(MannersTest, RefuseAnotherExpectation) {
    start();
    EXPECT_EQ(ask(get("/healthz", "Expect: miracles\r\n")).status, 417);
}

TEST_F(MannersTest, AnswerHeadWithTheLengthAndNoBody) {
    start();
    Client client{port};
    client.send(get("/healthz", "", "HEAD") + get("/healthz"));
    auto const head = client.read_reply(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("content-length"), "15");
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})") << "the next head follows at once";
}

TEST_F(MannersTest, CloseAfterAnHttp10RequestUnlessAskedNotTo) {
    start();
    Client client{port};
    client.send("GET /healthz HTTP/1.0\r\n" + host_line() + "\r\n");
    auto const reply = client.read_reply();
    EXPECT_EQ(reply.body, R"({"status":"ok"})");
    EXPECT_EQ(reply.field("transfer-encoding"), "");
    EXPECT_TRUE(client.closed());

    Client kept{port};
    kept.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n" + host_line() + "\r\n");
    EXPECT_EQ(kept.read_reply().field("connection"), "keep-alive");
    kept.send(get("/healthz"));
    EXPECT_EQ(kept.read_reply().status, 200);
}

TEST_F(MannersTest, PutTheSameFieldsOnEveryAnswer) {
    start();
    for (auto const* path : {"/healthz", "/nowhere"}) {
        auto const reply = ask(get(path));
        EXPECT_EQ(reply.field("x-content-type-options"), "nosniff");
        EXPECT_EQ(reply.field("cache-control"), "no-store");
        EXPECT_EQ(reply.field("x-request-id").size(), 32U);
        EXPECT_TRUE(reply.field("date").ends_with(" GMT"));
        EXPECT_EQ(reply.field("server"), "");
        EXPECT_EQ(reply.field("access-control-allow-origin"), "");
    }
    EXPECT_NE(ask(get("/healthz")).field("x-request-id"), ask(get("/healthz")).field("x-request-id"));
}

TEST_F(MannersTest, CloseAfterTheLastRequestOfAConnection) {
    options.max_requests_per_connection = 2;
    start();
    Client client{port};
    client.send(get("/healthz") + get("/healthz") + get("/healthz"));
    EXPECT_EQ(client.read_reply().field("connection"), "");
    EXPECT_EQ(client.read_reply().field("connection"), "close");
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, CloseAConnectionThatIdlesTooLong) {
    options.idle_timeout = 40ms;
    start();
    Client client{port};
    client.send(get("/healthz"));
    EXPECT_EQ(client.read_reply().status, 200);
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, NotLetASlowHeadMoveItsDeadline) {
    options.header_timeout = 60ms;
    start();
    Client client{port};
    auto const began = Clock::now();
    client.send("GET /healthz HTTP/1.1\r\nX-Slow: ");
    // A byte a millisecond; the server must give up all the same.
    for (auto next = began; Clock::now() - began < 200ms;) {
        if (Clock::now() < next) {
            std::this_thread::yield();
            continue;
        }
        if (!client.send("a")) break;
        next += 1ms;
    }
    EXPECT_EQ(client.read_reply().status, 408);
    EXPECT_LT(Clock::now() - began, 2s);
}

TEST_F(MannersTest, GiveUpOnABodyThatDoesNotCome) {
    options.body_timeout = 50ms;
    start();
    Client client{port};
    client.send("POST /api/route HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    EXPECT_EQ(client.read_reply().status, 408);
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, RefuseALargeBodyFromItsLengthAlone) {
    options.max_body = 1000;
    start();
    Client client{port};
    client.send("POST /api/route HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n");
    auto const reply = client.read_reply();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.field("connection"), "close");
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, RefuseALargeChunkedBodyWhileItComes) {
    options.max_body = 1000;
    start();
    Client client{port};
    client.send("POST /api/route HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + string(0x800, 'a'));
    EXPECT_EQ(client.read_reply().status, 413);
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, ListenToAClientThatIsStillSendingWhenItIsRefused) {
    options.max_body = 1000;
    start();
    Client client{port};
    client.send("POST /api/route HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n" + string(200'000, 'a'));
    EXPECT_EQ(client.read_reply().status, 413) << "a reset would have taken the answer away";
}

TEST_F(MannersTest, RefuseAnEndlessHead) {
    start();
    Client client{port};
    client.send("GET /healthz HTTP/1.1\r\n" + host_line() + "X: " + string(100'000, 'a'));
    EXPECT_EQ(client.read_reply().status, 431);
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, CloseQuietlyWhenTheRequestIsCutOff) {
    start();
    Client client{port};
    client.send("POST /api/orchestration HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"content\":");
    client.close();
    EXPECT_TRUE(comes_true([&] { return shared->connections.load() == 0; }));
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); })) << "nothing was executed";
}

struct Garbage {
    string name;
    string bytes;
    std::vector<int> statuses;
};

class GarbageTest : public ServerTest, public ::testing::WithParamInterface<Garbage> {};

TEST_P(GarbageTest, IsRefusedAndTheConnectionClosed) {
    start();
    Client client{port};
    auto const began = Clock::now();
    client.send(GetParam().bytes);
    auto const reply = client.read_reply();
    EXPECT_TRUE(std::ranges::find(GetParam().statuses, reply.status) != GetParam().statuses.end()) << reply.status;
    EXPECT_EQ(reply.field("connection"), "close");
    EXPECT_TRUE(client.closed()) << "no second answer";
    EXPECT_LT(Clock::now() - began, 2s);
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); }));
}

string smuggle(string const& fields, string const& rest) {
    return "POST /api/orchestration HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + fields +
           "\r\n" + rest;
}

INSTANTIATE_TEST_SUITE_P(
    Bytes, GarbageTest,
    ::testing::Values(
        Garbage{"TlsHello", string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11}, {400}},
        Garbage{"Http09", "GET /\r\n", {400, 505}},
        Garbage{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 505}},
        Garbage{"FutureVersion", "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", {400, 505}},
        Garbage{"Noise", "\x01\x02\x03\x04\r\n\r\n", {400}},
        Garbage{"LengthAndChunked", smuggle("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), {400}},
        Garbage{"TwoLengths", smuggle("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd"), {400}},
        Garbage{"UnknownCoding", smuggle("Transfer-Encoding: cow\r\n", "0\r\n\r\n"), {400, 501}},
        Garbage{"FoldedField", smuggle("Content-Length:\r\n 2\r\n", "{}"), {400}},
        Garbage{"TwoHosts", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n", {400}},
        Garbage{"NoHost", "GET / HTTP/1.1\r\n\r\n", {400}},
        Garbage{"SpaceBeforeColon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", {400}},
        Garbage{"BareLineFeed", "GET / HTTP/1.1\nHost: localhost\n\n", {400}}),
    [](auto const& garbage) { return garbage.param.name; });

TEST_F(MannersTest, RefuseABrokenChunkWithoutExecutingWhatFollows) {
    start();
    Client client{port};
    client.send("POST /api/orchestration HTTP/1.1\r\n" + host_line() +
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" +
                post("/api/orchestration", R"({"content":"hi"})"));
    EXPECT_EQ(client.read_reply().status, 400);
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(on_loop([&] { return provider.asked().empty(); }));
}

TEST_F(MannersTest, TurnAwayConnectionsAboveTheCap) {
    options.max_connections = 1;
    start();
    Client first{port};
    first.send(get("/healthz"));
    EXPECT_EQ(first.read_reply().status, 200);
    Client second{port};
    auto const reply = second.read_reply();
    EXPECT_EQ(reply.status, 503);
    EXPECT_TRUE(reply.whole);
    EXPECT_TRUE(second.closed());
}

TEST_F(MannersTest, TellOneClientAndWaitWhenDescriptorsRunOut) {
#if defined(__has_feature)
#if __has_feature(undefined_behavior_sanitizer)
    GTEST_SKIP() << "without descriptors the sanitizer cannot look at an object's type and calls it broken";
#endif
#endif
    start();
    std::atomic_flag go;
    loop.post_from_anywhere([&go] { go.wait(false); });  // nothing is accepted meanwhile
    Client first{port};
    Client second{port};
    first.send(get("/healthz"));
    second.send(get("/healthz"));
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto lower = limit;
    auto const next = ::dup(0);
    ::close(next);
    lower.rlim_cur = static_cast<rlim_t>(next);
    ::setrlimit(RLIMIT_NOFILE, &lower);
    go.test_and_set();
    go.notify_one();

    auto const told = first.read_reply();
    ::setrlimit(RLIMIT_NOFILE, &limit);

    EXPECT_EQ(told.status, 503);
    EXPECT_EQ(second.read_reply().status, 200) << "it waited in the kernel's queue";
    EXPECT_EQ(metrics.connections_refused.value(), 1);
}

TEST_F(MannersTest, CloseAConnectionWhoseEndCameWithItsRequest) {
    start();
    Client client{port};
    client.send(get("/healthz"));
    client.finish_sending();
    EXPECT_EQ(client.read_reply().status, 200) << "half a connection is enough for a quick answer";
    EXPECT_TRUE(client.closed());
}

TEST_F(MannersTest, RefuseAPortThatAnotherServerHas) {
    start();
    net::Loop other_loop;
    ServerShared other{.options = options, .metrics = metrics};
    other.options.port = port;
    Server second{other_loop, *chain, other};
    auto const listening = second.listen();
    ASSERT_FALSE(listening);
    EXPECT_TRUE(listening.error().detail.contains(std::to_string(port))) << listening.error().detail;
}

TEST_F(MannersTest, ShareThePortBetweenTheLoopsOfOneProcess) {
    start();
    net::Loop other_loop;
    Server second{other_loop, *chain, *shared};
    ASSERT_TRUE(second.listen());
    EXPECT_EQ(second.port(), port);
}

TEST_F(MannersTest, RefuseAnAddressThatIsNone) {
    options.address = "not-an-address";
    ServerShared wrong{.options = options, .metrics = metrics};
    net::Loop other_loop;
    auto const providers = std::make_shared<Providers>();
    ChainOrchestrator orchestrator{other_loop, cache, std::make_shared<Snapshot>(snapshot), providers};
    Server broken{other_loop, orchestrator, wrong};
    EXPECT_FALSE(broken.listen());
}

}  // namespace
}  // namespace signalbox::server
