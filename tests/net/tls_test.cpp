#include "fakes/loop_runner.hpp"
#include "fakes/scripted_server.hpp"
#include "fakes/test_authority.hpp"
#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace signalbox::net {
namespace {

using namespace std::chrono_literals;
using fakes::Peer;
using fakes::ScriptedServer;

constexpr std::string_view ok_hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

class TlsTest : public ::testing::Test {
protected:
    static Task<Result<std::string>> ask(HttpClient& client, std::string_view body, Duration patience,
                                         Cancellation& cancellation) {
        auto const deadline = Clock::now() + patience;
        auto exchange = co_await client.send({.target = "/x", .body = body, .head_deadline = deadline}, cancellation);
        if (!exchange) co_return std::unexpected{exchange.error()};
        auto const read = co_await (*exchange)->read_all(4 << 20, deadline, cancellation);
        if (!read) co_return std::unexpected{read.error()};
        co_return std::string{*read};
    }
    Result<std::string> ask(HttpClient& client, std::string_view body = "question", Duration patience = 5s) {
        return runner.run(ask(client, body, patience, cancellation));
    }
    HttpOrigin origin(ScriptedServer const& server, std::string host = "localhost") {
        return {.tls = true, .host = std::move(host), .port = server.port()};
    }

    fakes::TestAuthority authority;
    fakes::LoopRunner runner;
    Cancellation cancellation;
    ScriptedServer::Serve const greet = [](Peer& peer, int) {
        while (!peer.request().empty()) peer.send(ok_hello);
    };
};

TEST_F(TlsTest, TalksToAServerOfATrustedAuthority) {
    ScriptedServer server{greet, authority.server()};
    {
        HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
        for (int i = 0; i < 3; ++i) {
            auto const answer = ask(client);
            ASSERT_TRUE(answer) << answer.error().detail;
            EXPECT_EQ(*answer, "hello");
        }
        EXPECT_EQ(client.idle(), 1U);
    }
    EXPECT_EQ(server.accepted(), 1);
}

TEST_F(TlsTest, RefusesAnotherHostsCertificate) {
    ScriptedServer server{greet, authority.server()};
    HttpClient client{runner.loop, origin(server, "127.0.0.1"), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
    EXPECT_NE(answer.error().detail.find("mismatch"), std::string::npos) << answer.error().detail;
}

TEST_F(TlsTest, RefusesAnUnknownAuthority) {
    fakes::TestAuthority stranger;
    ScriptedServer server{greet, stranger.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(TlsTest, RefusesTheTestAuthorityWithTheSystemsOnes) {
    ScriptedServer server{greet, authority.server()};
    HttpClient client{runner.loop, origin(server), {}};
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(TlsTest, RefusesAServerThatOnlySpeaksAnOldProtocol) {
    SSL_CTX_set_security_level(authority.server(), 0);
    SSL_CTX_set_max_proto_version(authority.server(), TLS1_1_VERSION);
    ScriptedServer server{greet, authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    EXPECT_FALSE(ask(client));
}

TEST_F(TlsTest, NamesAMissingAuthorityFile) {
    ScriptedServer server{greet, authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = "/does/not/exist.pem"}};
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(TlsTest, RefusesAServerWithoutTls) {
    ScriptedServer server{[](Peer& peer, int) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); }};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_unreachable);
}

TEST_F(TlsTest, GivesUpOnAHandshakeThatHangs) {
    ScriptedServer server{[](Peer& peer, int) { peer.client_left(); }};
    HttpClient client{runner.loop, origin(server), {.connect = 50ms, .ca_file = authority.ca_file()}};
    auto const start = Clock::now();
    auto const answer = ask(client);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_timeout);
    EXPECT_LT(Clock::now() - start, 200ms);
}

TEST_F(TlsTest, MovesLargeBodiesBothWays) {
    std::string const large(3'000'000, 'z');
    std::atomic<std::size_t> seen = 0;
    ScriptedServer server{
        [&](Peer& peer, int) {
            seen = peer.request().size();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large.size()) + "\r\n\r\n");
            peer.send(large);
        },
        authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client, large);
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(*answer, large);
    EXPECT_GT(seen, large.size());
}

TEST_F(TlsTest, ReadsAnAnswerInManySmallRecords) {
    ScriptedServer server{[](Peer& peer, int) {
                              (void)peer.request();
                              peer.send_each_byte(ok_hello);
                          },
                          authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client);
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(*answer, "hello");
}

TEST_F(TlsTest, ResumesTheSessionOnTheNextConnection) {
    SSL_CTX_set_session_id_context(authority.server(), reinterpret_cast<unsigned char const*>("t"), 1);
    std::atomic<int> resumed = 0;
    ScriptedServer server{[&](Peer& peer, int) {
                              (void)peer.request();
                              resumed += peer.resumed() ? 1 : 0;
                              peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                          },
                          authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    ASSERT_TRUE(ask(client));
    ASSERT_TRUE(ask(client));
    EXPECT_EQ(server.accepted(), 2);
    EXPECT_EQ(resumed, 1);
}

TEST_F(TlsTest, ReplacesAStaleConnectionUnseen) {
    ScriptedServer server{[](Peer& peer, int nth) {
                              (void)peer.request();
                              peer.send(ok_hello);
                              if (nth == 0) (void)peer.request();
                          },
                          authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    ASSERT_TRUE(ask(client));
    auto const second = ask(client);
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(server.accepted(), 2);
}

TEST_F(TlsTest, StopsWaitingWhenTheTimeIsUp) {
    ScriptedServer server{[](Peer& peer, int) { (void)peer.request(), peer.client_left(); }, authority.server()};
    HttpClient client{runner.loop, origin(server), {.ca_file = authority.ca_file()}};
    auto const answer = ask(client, "question", 120ms);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::provider_timeout);
}

}  // namespace
}  // namespace signalbox::net
